-- Runs many display filters over one capture in one run of tshark: a tap listener with a filter hears the packets that pass.
-- FILTERS names a file with one filter a line. Prints for each: its line, then `ok` and the packets' numbers, or `no` and why not.
local number = 0
for text in io.lines(os.getenv("FILTERS")) do
  number = number + 1
  local line = number
  local valid, listener = pcall(Listener.new, "frame", text)
  if valid then
    local passed = {}
    function listener.packet(packet)
      passed[#passed + 1] = packet.number
    end
    function listener.draw()
      print("\1" .. line .. "\tok\t" .. table.concat(passed, " "))
    end
  else
    print("\1" .. line .. "\tno\t" .. tostring(listener):gsub("%s+", " "))
  end
end
