/** Props of a Fluent Field that shows what is wrong with it. */
export const problemProps = (
  problem: string | undefined,
): { readonly validationState?: 'error'; readonly validationMessage?: string } =>
  problem === undefined ? {} : { validationState: 'error', validationMessage: problem };
