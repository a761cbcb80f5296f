/** As the pane does: a small script first, and then what draws it. */
void import('./bare-field').then(({ draw }) => draw());
