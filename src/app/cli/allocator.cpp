// How jemalloc behaves in this program; only built where it is linked (HERMOD_JEMALLOC). It reads these words before main();
// MALLOC_CONF in the environment adds to them and wins. docs/performance.md has the figures.
//   background_thread, dirty_decay_ms  what is freed goes back to the system after a second, even where nothing happens any more
//   narenas                            few threads make and free all messages, and each arena holds on to some of its own
extern "C" {
extern const char* malloc_conf;  // jemalloc's name for it
const char* malloc_conf = "background_thread:true,dirty_decay_ms:1000,narenas:2";
}
