target_sources(ballast_invented PRIVATE
  sim/tidewater/exchange.cpp
  sim/tidewater/pools.cpp
  sim/tidewater/replies.cpp
  sim/tidewater/seal_gate.cpp
)
