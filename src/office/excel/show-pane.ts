/** Shows the task pane. Never rejects: add-ins from the Marketplace may not, and not every Excel can. */
export const showPane = async (): Promise<void> => {
  try {
    await Office.addin.showAsTaskpane();
  } catch {
    // The ribbon's button opens it.
  }
};
