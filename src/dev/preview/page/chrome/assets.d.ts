declare module '*.css';

declare module '*/o_spreadsheet.xml' {
  const templates: string;
  export { templates as default };
}

// Packages without types, of which only the presence matters.
declare module 'chartjs-adapter-luxon';
