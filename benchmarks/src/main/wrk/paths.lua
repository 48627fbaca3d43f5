-- GET the paths of a file one after the other, again and again. Argument: the file, a path in each line.
dofile("src/main/wrk/result.lua")

function init(args)
  requests = {}
  for path in io.lines(args[1]) do
    requests[#requests + 1] = "GET " .. path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port .. "\r\n\r\n"
  end
  count = 0
end

function request()
  count = count % #requests + 1
  return requests[count]
end
