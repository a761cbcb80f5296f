/** Changes settings in the text of a `.env` file. Comments, and all other lines, stay. */

const lineOf = (name: string): RegExp => new RegExp(`^[ \\t]*(#?)[ \\t]*${name}[ \\t]*=([^\\r\\n]*)`, 'm');
const activeLineOf = (name: string): RegExp => new RegExp(`^[ \\t]*${name}[ \\t]*=([^\\r\\n]*)`, 'm');

/** The value of a setting; undefined where it is left out, empty, or a comment. */
export const settingIn = (text: string, name: string): string | undefined => {
  const value = activeLineOf(name)
    .exec(text)?.[1]
    ?.trim()
    .replace(/^(["'])(.*)\1$/, '$2');
  return value === '' ? undefined : value;
};

/** The text with a setting: in the place of its line, else of its comment, else at the end. */
export const withSetting = (text: string, name: string, value: string): string => {
  const line = `${name}=${value}`;
  const place = activeLineOf(name).test(text) ? activeLineOf(name) : lineOf(name);
  if (place.test(text)) return text.replace(place, () => line);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : newline;
  return `${text}${separator}${line}${newline}`;
};

/** The text with a setting made a comment without a value. */
export const withoutSetting = (text: string, name: string): string =>
  text.replace(activeLineOf(name), () => `#${name}=`);
