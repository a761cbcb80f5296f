const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** An element of XML with attributes and elements; its attributes' values are escaped. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...inside: readonly string[]
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const start = `<${name}${written.join('')}`;
  return inside.length === 0 ? `${start}/>` : `${start}>${inside.join('')}</${name}>`;
}

/** An element that holds a text. */
export const textTag = (name: string, text: string | number): string => `<${name}>${escaped(String(text))}</${name}>`;

/** DrawingML's way to give one value: `<c:delete val="0"/>`. */
export const valueTag = (name: string, val: string | number): string => tag(name, { val });
