/**
 * Operations without a command in Redis, as scripts. Redis runs a script atomically and by its own clock, so relays
 * need not agree on the time.
 * @see {@link https://redis.io/docs/latest/develop/programmability/eval-intro/ | Scripting with Lua}
 */
import { type CommandParser, defineScript } from '@redis/client';
import * as v from 'valibot';
import type { Entry, ExpiryOptions } from './store';

/** A time to live as Redis accepts it: whole milliseconds, at least one. Empty where there is none. */
export const wholeMs = ({ ttlMs }: ExpiryOptions): string =>
  ttlMs === undefined ? '' : String(Math.max(1, Math.ceil(ttlMs)));

const yes = (reply: unknown): boolean => v.parse(v.number(), reply) > 0;
const count = (reply: unknown): number => v.parse(v.number(), reply);
// Redis truncates a script's numbers, but not its texts.
const decimal = (reply: unknown): number => Number(v.parse(v.string(), reply));

interface Swap {
  readonly key: string;
  readonly expected: string | undefined;
  readonly next: string | undefined;
  readonly options: ExpiryOptions;
}

const swap = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
    local found = redis.call('GET', KEYS[1])
    local had, expected, has, text, ttl = unpack(ARGV)
    if (had == '1') ~= (found ~= false) or (found and found ~= expected) then return 0 end
    if has == '0' then redis.call('DEL', KEYS[1])
    elseif ttl ~= '' then redis.call('SET', KEYS[1], text, 'PX', ttl)
    else redis.call('SET', KEYS[1], text, 'KEEPTTL') end
    return 1`,
  parseCommand: (parser: CommandParser, { key, expected, next, options }: Swap) => {
    parser.pushKey(key);
    for (const text of [expected, next]) parser.push(text === undefined ? '0' : '1', text ?? '');
    parser.push(wholeMs(options));
  },
  transformReply: yes,
});

const addOne = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `
    local counted = redis.call('INCR', KEYS[1])
    if counted == 1 and ARGV[1] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
    return counted`,
  parseCommand: (parser: CommandParser, key: string, options: ExpiryOptions) => {
    parser.pushKey(key);
    parser.push(wholeMs(options));
  },
  transformReply: count,
});

const setAll = defineScript({
  SCRIPT: `
    for i = 1, #KEYS / 2 do
      local key, guard = KEYS[2 * i - 1], KEYS[2 * i]
      local text, ttl, has, wanted = unpack(ARGV, 4 * i - 3, 4 * i)
      local found = has ~= '' and redis.call('GET', guard)
      local holds = has == '' or (has == '0' and found == false) or (has == '1' and found == wanted)
      if holds and ttl == '' then redis.call('SET', key, text)
      elseif holds then redis.call('SET', key, text, 'PX', ttl) end
    end
    return #KEYS`,
  parseCommand: (parser: CommandParser, entries: readonly Entry[]) => {
    parser.pushKeysLength(entries.flatMap(({ key, guard }) => [key, guard?.key ?? key]));
    for (const { guard, ...entry } of entries) {
      const has = guard === undefined ? '' : guard.text === undefined ? '0' : '1';
      parser.push(entry.text, wholeMs(entry), has, guard?.text ?? '');
    }
  },
  transformReply: count,
});

/**
 * Computes the milliseconds until a rate limiter's next free slot: the key's remaining life, which is rounded up, minus
 * the rounding, which the key's value holds.
 */
const untilFree = `
    local left = redis.call('PTTL', KEYS[1])
    local free = 0
    if left > 0 then free = math.max(0, left - (tonumber(redis.call('GET', KEYS[1])) or 0)) end
    local function freeIn(ms)
      local life = math.max(1, math.ceil(ms))
      redis.call('SET', KEYS[1], tostring(life - ms), 'PX', life)
    end`;

const reserve = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `${untilFree}
    freeIn(free + tonumber(ARGV[1]))
    return tostring(free)`,
  parseCommand: (parser: CommandParser, key: string, intervalMs: number) => {
    parser.pushKey(key);
    parser.push(String(intervalMs));
  },
  transformReply: decimal,
});

const postpone = defineScript({
  NUMBER_OF_KEYS: 1,
  SCRIPT: `${untilFree}
    freeIn(math.max(free, tonumber(ARGV[1])))
    return tostring(free)`,
  parseCommand: (parser: CommandParser, key: string, ms: number) => {
    parser.pushKey(key);
    parser.push(String(ms));
  },
  transformReply: decimal,
});

/** The scripts, by the name of the client's method. */
export const scripts = { swap, addOne, setAll, reserve, postpone };
