-- KEYS: lock. ARGV: token, ttl ms. Returns {1, 0} when ours, else {0, ms the holder has left}.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0, redis.call('PTTL', KEYS[1])} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1, 0}
