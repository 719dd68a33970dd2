-- A load of lookups for wrk: asks for the paths of a file in turn, and prints what came of it as
-- one line of JSON. Arguments: the file, and how many milliseconds each connection pauses before a
-- request.

local requests = {}
local at = 0

function init(args)
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  local pause = tonumber(args[2])
  if pause > 0 then
    delay = function() return pause end
  end
  print("begun")
  io.flush()
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  print(string.format(
    '{"requests":%d,"micros":%d,"p50_us":%.1f,"p99_us":%.1f,"p999_us":%.1f,"max_us":%.1f,' ..
    '"bytes":%d,"errors":%d,"not_ok":%d}',
    summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9), latency.max,
    summary.bytes, errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
