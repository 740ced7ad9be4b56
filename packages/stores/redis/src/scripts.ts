import { createHash } from 'node:crypto';

/** A script that a server keeps under its digest. */
export interface Script {
  readonly source: string;
  readonly sha1: string;
}

function script(...parts: readonly string[]): Script {
  const source = parts.join('\n');
  return { source, sha1: createHash('sha1').update(source).digest('hex') };
}

// Everything is timed by how long it has to live from now on, so that no clock but the app's matters.
const keep = String.raw`
local function keep(key, milliseconds)
  if redis.call('PTTL', key) < milliseconds then redis.call('PEXPIRE', key, milliseconds) end
end`;

/** Notes where somebody's records are. */
const note = String.raw`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function note(index, member, milliseconds)
  redis.call('ZADD', index, 'GT', now + milliseconds, member)
  keep(index, milliseconds)
end`;

/** Forgets a few of the places where all that somebody had has expired. */
const forget = String.raw`
local function forget(index)
  local gone = redis.call('ZRANGEBYSCORE', index, '-inf', now, 'LIMIT', 0, 16)
  if #gone > 0 then redis.call('ZREM', index, unpack(gone)) end
end`;

/** Checks all, then writes all: Redis undoes nothing of a script that fails halfway. */
const changes = String.raw`
local key, milliseconds, deadline = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local function read(value)
  local version, expires = value:match('^(%d+)\n([^\n]+)\n')
  version, expires = tonumber(version), tonumber(expires)
  if not version or not expires then error(key .. ' holds what is no record') end
  return version, expires
end

local fields = {}
for i = 5, #ARGV, 3 do fields[#fields + 1] = ARGV[i] end
local values = redis.call('HMGET', key, unpack(fields))
local found, written, removed = {}, {}, {}
local lost, fresh = 0, true
for n, field in ipairs(fields) do
  local kind, value, old = ARGV[n * 3 + 1], ARGV[n * 3 + 3], values[n]
  local fits = true
  if kind == 'insert' then
    -- Clients send again what they got no answer to: this very commit was made before.
    if old == value then return 0 end
    fits = not old
    written[field] = value
  elseif kind == 'remove' then
    removed[#removed + 1] = field
    written[field] = nil
    found[field] = ''
  else
    local version, expires
    if old then version, expires = read(old) end
    if kind == 'update' then
      fits = old and version + 1 == read(value)
      written[field] = value
    else
      fits = old
      local latest = written[field] or found[field] or old or ''
      local head, before, rest = latest:match('^(%d+\n)([^\n]+)(.*)$')
      if head and tonumber(before) < tonumber(value) then written[field] = head .. value .. rest end
    end
    fresh = false
  end
  if not fits and lost == 0 then lost = n end
end
if lost > 0 then return lost end

for i = 2, #KEYS do
  note(KEYS[i], ARGV[1], milliseconds)
  if fresh then forget(KEYS[i]) end
end
local row = {}
for field, value in pairs(written) do
  row[#row + 1] = field
  row[#row + 1] = value
end
if #removed > 0 then redis.call('HDEL', key, unpack(removed)) end
if #row > 0 then redis.call('HSET', key, unpack(row)) end
keep(key, milliseconds)

-- A long-lived grant sheds its expired records a few at a time, however many it has.
if #row > 0 and redis.call('HLEN', key) > 8 then
  local some = redis.call('HRANDFIELD', key, 3, 'WITHVALUES')
  for i = 1, #some, 2 do
    local _, expires = read(some[i + 1])
    if expires <= deadline then redis.call('HDEL', key, some[i]) end
  end
end
return 0`;

/**
 * Makes a commit. KEYS: the partition, then the indexes that are on the same server. ARGV: the
 * partition's name, the milliseconds that its records need, the epoch seconds until which expired
 * ones are of no use, then `kind, field, value` of each change.
 * Returns 0, or the number of the change that lost, counted from 1.
 */
export const commitScript = script(keep, note, forget, changes);

/** Notes a partition in an index. KEYS: the index. ARGV: the partition's name, milliseconds. */
export const noteScript = script(
  keep,
  note,
  forget,
  'note(KEYS[1], ARGV[1], tonumber(ARGV[2]))',
  'forget(KEYS[1])',
);

/** Reads an index in steps. KEYS: the index. ARGV: the cursor. Returns the next one and members. */
export const scanScript = script(`return redis.call('ZSCAN', KEYS[1], ARGV[1], 'COUNT', 200)`);

/**
 * Deletes the records of a partition that match, and counts them. KEYS: the partition.
 * ARGV: grant, client and subject, as values have them; a line break for any.
 */
export const revokeScript = script(String.raw`
local all = redis.call('HGETALL', KEYS[1])
local deleted = 0
for i = 1, #all, 2 do
  local found = { all[i + 1]:match('^%d+\n[^\n]+\n([^\n]*)\n([^\n]*)\n([^\n]*)\n') }
  local matches = #found == 3
  for j = 1, 3 do
    matches = matches and (ARGV[j] == '\n' or ARGV[j] == found[j])
  end
  if matches then deleted = deleted + redis.call('HDEL', KEYS[1], all[i]) end
end
return deleted`);
