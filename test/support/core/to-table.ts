import type { TableOptions } from '../../../src/core/formula/parse-formula';
import type { Answer, Query } from '../../../src/core/query/query';
import { type Cell, tableOf } from '../../../src/core/tables/metrics-table';

/** The table of a query that needs no other. */
export const toTable = (query: Query, answer: Answer, options: TableOptions): Cell[][] =>
  tableOf({ query, table: options }, [answer]);
