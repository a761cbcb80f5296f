/** An error as Excel's runtime has it. */
export class ExcelError {
  constructor(
    readonly code: string,
    readonly message?: string,
  ) {}
}

/** Puts what the functions use of Excel's globals in their place: its errors, and where it runs. */
export const standInForExcel = (platform: 'OfficeOnline' | 'PC' = 'OfficeOnline'): void => {
  Object.assign(globalThis, {
    CustomFunctions: { Error: ExcelError, ErrorCode: { notAvailable: '#N/A', invalidValue: '#VALUE!' } },
    Office: { context: { platform }, PlatformType: { OfficeOnline: 'OfficeOnline', PC: 'PC' } },
  });
};

export const notAvailable = (reason: string): ExcelError => new ExcelError('#N/A', reason);
