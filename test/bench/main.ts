/** `npm run bench`: every measure with its baseline in the same run, as a table. Exits 1 where a target is missed. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import temporaryFolder from '../support/temporary-folder';
import { type Row, tableOf } from './row';
import { halfYear } from './rows/half-year';
import { largeQueries } from './rows/large-queries';
import { limitedRate } from './rows/limited-rate';
import { manager } from './rows/manager';
import { memory } from './rows/memory';
import { pane } from './rows/pane';
import { recalculation } from './rows/recalculation';
import { stalled } from './rows/stalled';
import { throughput } from './rows/throughput';
import { zones } from './rows/zones';
import { people } from './scale/people';
import { replicas } from './scale/replicas';
import { steady } from './scale/steady';
import { strangers } from './scale/strangers';

const benchmarks = {
  halfYear,
  limitedRate,
  recalculation,
  zones,
  stalled,
  throughput,
  memory,
  largeQueries,
  pane,
  manager,
  people,
  replicas,
  steady,
  strangers,
};

const [only] = process.argv.slice(2);
const takeAway = temporaryFolder();
const rows: Row[] = [];
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (only !== undefined && only !== name) continue;
  console.error(`${name} …`);
  rows.push(...(await benchmark()));
}
takeAway();
const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`;
const report = `${tableOf(rows)}\n\n${machine}, ${new Date().toISOString().slice(0, 10)}\n`;
console.log(report);
if (only === undefined) writeFileSync(path.join(import.meta.dirname, '../bench.md'), report);
process.exitCode = rows.every(({ reached }) => reached !== false) ? 0 : 1;
