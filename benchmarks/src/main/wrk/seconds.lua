-- As register.lua, and says of each second what was answered in it. The time of a request travels in its trace id, which
-- the answer repeats as X-Request-Id. Argument: a text that no other run has.
dofile("src/main/wrk/register.lua")

local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds; long nanos; } instant; int clock_gettime(int clock, instant *now);")
local time = ffi.new("instant")

local function micros()
  ffi.C.clock_gettime(1, time) -- CLOCK_MONOTONIC
  return tonumber(time.seconds) * 1000000 + math.floor(tonumber(time.nanos) / 1000)
end

local register = request
local start, second, errors, latencies

function request()
  local now = micros()
  start = start or now
  return (register():gsub("\r\n", string.format("\r\ntraceparent: 00-%032x-0000000000000001-00\r\n", now), 1))
end

local function percentile(part)
  return latencies[math.max(1, math.ceil(#latencies * part))] / 1e3
end

local function report()
  table.sort(latencies)
  if #latencies > 0 then
    io.write(string.format('SECOND {"requests":%d,"seconds":1,"errors":%d,"p50":%.3f,"p99":%.3f,"p999":%.3f,"max":%.3f}\n',
      #latencies, errors, percentile(0.5), percentile(0.99), percentile(0.999), percentile(1)))
  else
    io.write('SECOND {"requests":0,"seconds":1,"errors":0,"p50":0,"p99":0,"p999":0,"max":0}\n')
  end
end

function response(status, headers)
  local now = micros()
  second = second or 0
  errors = errors or 0
  latencies = latencies or {}
  while now - start >= (second + 1) * 1000000 do
    report()
    second, errors, latencies = second + 1, 0, {}
  end
  if status >= 400 then
    errors = errors + 1
  end
  local id = headers["X-Request-Id"]
  latencies[#latencies + 1] = now - tonumber(id:sub(-13), 16)
end
