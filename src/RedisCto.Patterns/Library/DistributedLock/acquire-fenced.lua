-- KEYS: lock, fence counter. ARGV: token, ttl ms. Returns {1, fence} (the same token gets the same fence), else {0, ms the holder has left}.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0, redis.call('PTTL', KEYS[1])} end
local fence = tonumber(redis.call('GET', KEYS[2]) or 0)
if not holder or fence == 0 then
  -- The clock is the floor: fences grow even when the counter was lost in a restart.
  local time = redis.call('TIME')
  fence = math.max(fence + 1, time[1] * 1000000 + time[2])
  redis.call('SET', KEYS[2], string.format('%.0f', fence))
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1, fence}
