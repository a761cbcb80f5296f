import { Component, type ReactNode } from 'react';
import { failureOf } from '../../core/domain/failure';
import { Notice } from '../ui/message-bar';

/** Says so where drawing the pane itself fails, in place of an empty pane. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    return 'error' in this.state ? <Notice failure={failureOf(this.state.error)} /> : this.props.children;
  }
}
