declare module '*.css';

declare module '*/o_spreadsheet.xml' {
  const templates: string;
  export { templates as default };
}

// Packages without types, of which only the presence matters.
declare module 'luxon' {
  const luxon: object;
  export = luxon;
}
declare module 'chartjs-adapter-luxon';
