/** An error as Excel's runtime has it. */
export class ExcelError {
  constructor(
    readonly code: string,
    readonly message?: string,
  ) {}
}

/** Puts what the functions use of Excel's globals in their place: its errors, where it runs, and whether it takes formatted numbers. */
export const standInForExcel = (platform: 'OfficeOnline' | 'PC' = 'OfficeOnline', takesFormats = false): void => {
  const isSetSupported = (set: string): boolean => takesFormats && set === 'CustomFunctionsRuntime';
  Object.assign(globalThis, {
    CustomFunctions: { Error: ExcelError, ErrorCode: { notAvailable: '#N/A', invalidValue: '#VALUE!' } },
    Office: {
      context: { platform, requirements: { isSetSupported } },
      PlatformType: { OfficeOnline: 'OfficeOnline', PC: 'PC' },
    },
  });
};

export const notAvailable = (reason: string): ExcelError => new ExcelError('#N/A', reason);
