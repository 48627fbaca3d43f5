-- POST /user/registration, each request with an address of its own. Arguments: a text that no other run has, and a bearer
-- token if one is needed.
dofile("src/main/wrk/result.lua")

local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(args)
  local sample = '{"username":"Ada Lovelace","email":"' .. args[1] .. "-" .. id .. '-00000000@example.org"}'
  local authorization = args[2] and "\r\nAuthorization: Bearer " .. args[2] or ""
  head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port ..
    authorization .. "\r\nContent-Type: application/json\r\nContent-Length: " .. #sample ..
    '\r\n\r\n{"username":"Ada Lovelace","email":"' .. args[1] .. "-" .. id .. "-"
  count = 0
end

function request()
  count = count + 1
  return head .. string.format("%08d", count) .. '@example.org"}'
end
