-- KEYS: limiter. ARGV: us per permit (a multiple of 0.25), burst, permits (0 only looks), longest delay ms. Returns {allowed, remaining, ms to wait, ms until full}.
local each, burst, permits, patience = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]) * 1000
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
-- Stored is the moment at which the whole burst is free again.
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local after = full + each * permits
local delay = math.max(0, after - each * burst - now)
local allowed = delay <= patience
if allowed and permits > 0 then
  redis.call('SET', KEYS[1], string.format('%.2f', after), 'PX', math.ceil((after - now) / 1000))
  full = after
end
local remaining = math.max(0, math.floor(burst - (full - now) / each))
return {allowed and 1 or 0, remaining, math.ceil(delay / 1000), math.ceil((full - now) / 1000)}
