declare module '*.css';

declare module '*/o_spreadsheet.xml' {
  const templates: string;
  export { templates as default };
}
