-- KEYS: lock. ARGV: token, ttl ms. Returns 1 when extended, 0 when lost.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
