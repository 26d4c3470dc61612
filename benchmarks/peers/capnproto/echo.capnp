@0xb7a1c0d3f2e4a596;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("fairlead::bench::capnproto");

interface Echo {
  call @0 (payload :Data) -> (payload :Data);
}
