-- KEYS: resource (hash of fence, value). ARGV: fence, value. Returns 1 when written, 0 when a later holder has written.
local seen = tonumber(redis.call('HGET', KEYS[1], 'fence') or 0)
if tonumber(ARGV[1]) < seen then return 0 end
redis.call('HSET', KEYS[1], 'fence', ARGV[1], 'value', ARGV[2])
return 1
