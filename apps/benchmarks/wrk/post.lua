-- Posts the lines of a file. Arguments: the file, and whether each line may be sent once or again.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  wrk.method = "POST"
  requests, at, once = {}, 0, args[2] == "once"
  for body in io.lines(args[1]) do
    table.insert(requests, wrk.format(nil, nil, nil, body))
  end
end

function request()
  at = at + 1
  if at > #requests then
    -- Out of single-use bodies the round would end in refusals: they are counted as errors.
    at = once and #requests or 1
  end
  return requests[at]
end

function done(summary, latency)
  local e = summary.errors
  local errors = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("RESULT %d %d %d\n", summary.requests, summary.duration, errors))
end
