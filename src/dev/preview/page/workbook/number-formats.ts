import { DEFAULT_LOCALE, helpers } from '@odoo/o-spreadsheet';
import { HostError } from '../objects/define';

/**
 * Excel's number format as the engine writes it.
 * @throws {HostError} InvalidArgument for what the engine cannot show.
 */
export function toEngineFormat(format: string): string {
  if (format === 'General') return '';
  // The engine writes hours with two digits only.
  const engine = format.replace(/AM\/PM/i, 'a').replace(/(?<!h)h(?!h)/, 'hh');
  try {
    helpers.formatValue(1, { locale: DEFAULT_LOCALE, format: engine });
    return engine;
  } catch {
    throw new HostError('InvalidArgument', `The preview cannot show the number format "${format}".`);
  }
}

/** The engine's format as Excel writes it. */
export const toExcelFormat = (format: string | undefined): string =>
  format ? format.replace(/\ba\b/, 'AM/PM') : 'General';
