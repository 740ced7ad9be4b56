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

// All times are counted from now on, so that no clock but the app's matters.
const prolong = String.raw`
local function prolong(key, milliseconds)
  if redis.call('PTTL', key) < milliseconds then redis.call('PEXPIRE', key, milliseconds) end
end`;

/**
 * An index has two entries for a grant: its partition, with a negative score that stays, in the order
 * of lists; and its partition after a '!', with the time at which the grant has expired.
 */
const index = String.raw`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function add_to_index(index, partition, score, milliseconds)
  local added = redis.call('ZADD', index, 'GT', now + milliseconds, '!' .. partition)
  if added == 1 then redis.call('ZADD', index, score, partition) end
  prolong(index, milliseconds)
end
local function remove_expired(index)
  local expired = redis.call('ZRANGEBYSCORE', index, 0, now, 'LIMIT', 0, 16)
  for _, entry in ipairs(expired) do redis.call('ZREM', index, entry, entry:sub(2)) end
end`;

/** Checks all changes, then writes all: Redis undoes nothing of a script that fails halfway. */
const commit = String.raw`
local key, partition, score = KEYS[1], ARGV[1], ARGV[2]
local milliseconds, deadline, attempt = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local first = 5
local function read(value)
  local version, expires = value:match('^(%d+)\n([^\n]+)\n')
  version, expires = tonumber(version), tonumber(expires)
  if not version or not expires then error(key .. ' holds what is no record') end
  return version, expires
end

local fields = {}
for i = first + 2, #ARGV, 3 do fields[#fields + 1] = ARGV[i] end
local values = redis.call('HMGET', key, unpack(fields))
local written, removed = {}, {}
local lost, is_new = 0, true
for n, field in ipairs(fields) do
  local kind, value, old = ARGV[first + n * 3 - 2], ARGV[first + n * 3], values[n]
  local fits = true
  if kind == 'insert' then
    fits = not old
    written[field] = value
  elseif kind == 'remove' then
    removed[#removed + 1] = field
  else
    local version, expires
    if old then version, expires = read(old) end
    if kind == 'update' then
      fits = old and version + 1 == read(value)
      written[field] = value
    else
      fits = old
      local latest = written[field] or old or ''
      local head, before, rest = latest:match('^(%d+\n)([^\n]+)(.*)$')
      if head and tonumber(before) < tonumber(value) then written[field] = head .. value .. rest end
    end
    is_new = false
  end
  if not fits and lost == 0 then lost = n end
end
if lost > 0 then
  -- A client whose connection was lost sends the commit again, and finds what it has written.
  for n in ipairs(fields) do
    if values[n] and values[n]:match('\n([^\n]*)$') == attempt then return 0 end
  end
  return lost
end

for i = 2, #KEYS do
  add_to_index(KEYS[i], partition, score, milliseconds)
  if is_new then remove_expired(KEYS[i]) end
end
local row = {}
for field, value in pairs(written) do
  row[#row + 1] = field
  row[#row + 1] = value
end
if #row > 0 then redis.call('HSET', key, unpack(row)) end
if #removed > 0 then redis.call('HDEL', key, unpack(removed)) end
prolong(key, milliseconds)

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
 * partition's name and its score in indexes, the milliseconds that its records need, the epoch seconds
 * until which expired records are of no use, the attempt, then `kind, field, value` of each change.
 * Returns 0, or the number of the change that lost, counted from 1.
 */
export const commitScript = script(prolong, index, commit);

/** Adds a partition to an index. KEYS: the index. ARGV: the partition's name, score, milliseconds. */
export const indexScript = script(
  prolong,
  index,
  'add_to_index(KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]))',
  'remove_expired(KEYS[1])',
);

/**
 * Reads an index in the order of lists. KEYS: the index. ARGV: the least score, and how many entries.
 * Returns partitions, each followed by its score.
 */
export const indexPageScript = script(
  `return redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], '(0', 'WITHSCORES', 'LIMIT', 0, ARGV[2])`,
);

/**
 * Goes through the records of a partition that match. KEYS: the partition. ARGV: grant, client, subject
 * and kind, as values have them; a line break for any.
 */
const matching = String.raw`
local all = redis.call('HGETALL', KEYS[1])
local function each_match(visit)
  for i = 1, #all, 2 do
    local found = { all[i + 1]:match('^%d+\n[^\n]+\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n') }
    local matches = #found == 4
    for j = 1, 4 do
      matches = matches and (ARGV[j] == '\n' or ARGV[j] == found[j])
    end
    if matches then visit(all[i], all[i + 1]) end
  end
end`;

/** Deletes the records of a partition that match, and counts them. */
export const revokeScript = script(
  matching,
  String.raw`
local deleted = 0
each_match(function (field) deleted = deleted + redis.call('HDEL', KEYS[1], field) end)
return deleted`,
);

/** Returns the fields of the records of a partition that match, each followed by its value. */
export const recordsScript = script(
  matching,
  String.raw`
local rows = {}
each_match(function (field, value)
  rows[#rows + 1] = field
  rows[#rows + 1] = value
end)
return rows`,
);
