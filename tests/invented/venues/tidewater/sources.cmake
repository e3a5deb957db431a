target_sources(ballast_invented PRIVATE
  venues/tidewater/adapter.cpp
  venues/tidewater/codec.cpp
  venues/tidewater/profile.cpp
  venues/tidewater/replies.cpp
  venues/tidewater/signer.cpp
  venues/tidewater/symbols.cpp
)
