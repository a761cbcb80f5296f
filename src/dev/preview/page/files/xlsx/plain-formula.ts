/** Functions that take ranges and give one value. */
const ofRanges = new Set(
  'AND AVERAGE AVERAGEIF AVERAGEIFS COLUMNS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS HLOOKUP LARGE MATCH MAX MEDIAN MIN OR PERCENTILE PRODUCT QUARTILE RANK ROWS SMALL STDEV SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT VAR VLOOKUP'.split(
    ' ',
  ),
);

/** Functions that take values and give one value. */
const ofValues = new Set(
  'ABS CONCATENATE DATE DAY EDATE EOMONTH EXP HOUR IF IFERROR INT ISBLANK ISERROR ISNA ISNUMBER ISTEXT LEFT LEN LN LOG LOWER MID MINUTE MOD MONTH NOT NOW PI POWER RIGHT ROUND ROUNDDOWN ROUNDUP SECOND SQRT SUBSTITUTE TEXT TIME TODAY TRIM UPPER VALUE WEEKDAY YEAR'.split(
    ' ',
  ),
);

const sheetName = /(?:'(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_.]*)!/gu;
const innermostCall = /([A-Z][A-Z0-9.]*)?\(([^()]*)\)/i;
const range = /^\s*\$?[A-Z]{0,3}\$?\d*:\$?[A-Z]{0,3}\$?\d*\s*$/i;
const oneValue =
  /^(?:\s|\$?[A-Z]{1,3}\$?\d+(?![\w(:])|TRUE(?!\w)|FALSE(?!\w)|\d+(?:\.\d+)?(?:E[+-]?\d+)?(?![\w:])|[-+*/^&=<>%])*$/i;

/**
 * Whether a formula is one that Excel knew before it had dynamic arrays: it gives one value, and would give the same if each of
 * its ranges were taken as a whole. Excel saves such a formula as it always did, any other as an array; what is not known here
 * counts as another.
 */
export function isPlainFormula(formula: string): boolean {
  let text = formula.replace(/"(?:[^"]|"")*"/g, '1').replace(sheetName, '');
  for (let call = innermostCall.exec(text); call; call = innermostCall.exec(text)) {
    const [whole, name, inside = ''] = call;
    if (!isPlainCall(name?.toUpperCase(), inside.split(','))) return false;
    text = text.slice(0, call.index) + '1' + text.slice(call.index + whole.length);
  }
  return oneValue.test(text);
}

function isPlainCall(name: string | undefined, values: readonly string[]): boolean {
  if (name !== undefined && ofRanges.has(name))
    return values.every((value) => range.test(value) || oneValue.test(value));
  return (name === undefined || ofValues.has(name)) && values.every((value) => oneValue.test(value));
}
