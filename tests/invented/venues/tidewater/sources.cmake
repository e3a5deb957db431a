ballast_embed_limits(ballast_invented tidewater)
target_sources(ballast_invented PRIVATE
  venues/tidewater/adapter.cpp
  venues/tidewater/codec.cpp
  venues/tidewater/profile.cpp
  venues/tidewater/replies.cpp
  venues/tidewater/signer.cpp
  venues/tidewater/symbols.cpp
)
