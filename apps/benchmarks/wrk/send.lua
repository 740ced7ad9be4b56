-- Sends the lines of a file. Arguments: POST, which makes each line a body, or GET, which makes it a
-- bearer token; the file; whether each line may be sent once or again.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

local function format(line)
  if wrk.method == "POST" then return wrk.format(nil, nil, nil, line) end
  wrk.headers["Authorization"] = "Bearer " .. line
  return wrk.format()
end

function init(args)
  wrk.method = args[1]
  requests, at, once = {}, 0, args[3] == "once"
  for line in io.lines(args[2]) do
    table.insert(requests, format(line))
  end
end

function request()
  at = at + 1
  if at > #requests then
    -- Out of lines to be used once the round would end in refusals: they are counted as errors.
    at = once and #requests or 1
  end
  return requests[at]
end

function done(summary, latency)
  local e = summary.errors
  local errors = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("RESULT %d %d %d\n", summary.requests, summary.duration, errors))
end
