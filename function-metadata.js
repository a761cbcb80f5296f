/**
 * Lets errors reach the functions: Excel calls none with an error among its arguments, and shows a bare #VALUE!, unless
 * the metadata says `allowErrorForDataTypeAny`, which the plugin that makes functions.json does not write. It holds for
 * parameters of type `any` only, so that those with an enumeration become that; the values are still offered.
 *
 * The plugin's `allowCustomDataForDataTypeAny` goes: with both, Excel of Office LTSC 2021 crashes
 * (https://github.com/OfficeDev/office-js/issues/4385).
 * Source: https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-json
 */
export const acceptErrors = ({ allowCustomDataForDataTypeAny: _, functions, ...metadata }) => ({
  allowErrorForDataTypeAny: true,
  ...metadata,
  functions: functions.map((one) => ({
    ...one,
    parameters: one.parameters.map((parameter) => ({ ...parameter, type: 'any' })),
  })),
});

/** Rewrites functions.json once the plugin has made it. */
export class FunctionMetadata {
  apply(compiler) {
    const { name } = FunctionMetadata;
    const { Compilation, sources } = compiler.webpack;
    // The plugin gives the file to child compilations too, which would hand it back as it was before.
    compiler.hooks.compilation.tap(name, (compilation) => {
      if (compilation.compiler.isChild()) compilation.deleteAsset('functions.json');
    });
    compiler.hooks.thisCompilation.tap(name, (compilation) => {
      const stage = Compilation.PROCESS_ASSETS_STAGE_PRE_PROCESS;
      compilation.hooks.processAssets.tap({ name, stage }, () =>
        compilation.updateAsset('functions.json', (source) => {
          const metadata = acceptErrors(JSON.parse(source.source().toString()));
          return new sources.RawSource(JSON.stringify(metadata, undefined, 2));
        }),
      );
    });
  }
}
