// SPDX-License-Identifier: MIT
//
// fairlead — the SDK for every language that can call C: serve, call, emit, listen. Link
// libfairlead.so (pkg-config fairlead-c, or fairlead::c in CMake).
//
// Versions. FAIRLEAD_ABI_VERSION is 0xMMMMmmmm. A library serves programs of its own major version
// (libfairlead.so.<major>) and of the same or an earlier minor one; fairlead_abi_version() says
// what is loaded. Structs begin with their size, which says which members the caller knows; new
// ones are added at the end and mean nothing when they are 0. Handles are opaque.
//
// Codes. Functions that can fail return FAIRLEAD_OK or why not; fairlead_last_error() then has a
// sentence, on the same thread until its next call. Nothing ever throws or exits.
//
// Texts are UTF-8 that ends with a zero byte. What comes in is copied before the function returns;
// what is handed out also has its size, and lives as long as the handle it came from. JSON is
// checked on its way in.
//
// Bytes. An argument, result or part of them that is {"$bytes":n} means attachment n: binary beside
// the JSON. Who cannot take binary gets a base64 string in its place, and may send one.
// Attachments of others lie in memory that their sender can still change: copy before you parse.
//
// Streams. A result that is a stream is items, then the result; {"$stream":n} in arguments means
// stream n, 1 to 16. Nothing piles up: who writes waits while nobody reads.
//
// Threads. Every function may be called on any thread. Your functions run only inside of
// fairlead_serve, one at a time on each thread that is in it: call it on as many threads as there
// may be calls at once. They may block and may call everything but fairlead_serve and
// fairlead_close; they must not throw and must not longjmp. `user` pointers must stay valid until
// fairlead_close has returned.
//
// Ownership. A handle that you get, as a result or as the argument of a function of yours, is yours
// until you release it, once. A request or reply may be used and released on any thread, also after
// the connection is closed.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FAIRLEAD_ABI_VERSION 0x00010000u
#if defined(__GNUC__)
#define FAIRLEAD_API __attribute__((visibility("default")))
#else
#define FAIRLEAD_API
#endif

typedef struct fairlead_connection fairlead_connection;
typedef struct fairlead_request fairlead_request;  ///< A call that somebody made to you.
typedef struct fairlead_reply fairlead_reply;      ///< How a call of yours ended.
typedef struct fairlead_stream fairlead_stream;    ///< Values that come one after the other.
typedef struct fairlead_plugin fairlead_plugin;

enum fairlead_code {
    FAIRLEAD_OK = 0,
    // How a call can end; the same numbers as on the wire.
    FAIRLEAD_APP_ERROR = 1,
    FAIRLEAD_NO_SUCH_METHOD = 2,
    FAIRLEAD_BAD_ARGUMENTS = 3,
    FAIRLEAD_DENIED = 4,
    FAIRLEAD_TIMEOUT = 5,
    FAIRLEAD_CANCELLED = 6,
    FAIRLEAD_OVERLOADED = 7,
    FAIRLEAD_BACKEND_GONE = 8,
    FAIRLEAD_TOO_LARGE = 9,
    FAIRLEAD_PROTOCOL_ERROR = 10,
    // What functions here say, beside those.
    FAIRLEAD_INVALID = 100,      ///< An argument is missing, or not what it must be.
    FAIRLEAD_NOT_STARTED = 101,  ///< Nothing says where the broker is: somebody started us by hand.
    FAIRLEAD_NO_BROKER = 102,    ///< Nobody listens there.
    FAIRLEAD_STOPPED = 103,      ///< fairlead_stop was called.
    FAIRLEAD_WRONG_THREAD = 104,  ///< Not in a function that fairlead_serve runs.
    FAIRLEAD_NO_MEMORY = 105,
    FAIRLEAD_FAILED = 106,  ///< Something else; fairlead_last_error() says what.
    FAIRLEAD_END = 107      ///< Of a stream: there is no more.
};

/// What is loaded, which may be newer than FAIRLEAD_ABI_VERSION.
FAIRLEAD_API uint32_t fairlead_abi_version(void);
/// "0.1.0"
FAIRLEAD_API const char* fairlead_version(void);
/// "app-error", "no-such-method", …; "unknown" for what is no code.
FAIRLEAD_API const char* fairlead_code_text(int code);
/// Why the last call on this thread failed; "" if none did.
FAIRLEAD_API const char* fairlead_last_error(void);

// -- connecting -----------------------------------------------------------------------------------

enum fairlead_role { FAIRLEAD_ROLE_PLUGIN = 0, FAIRLEAD_ROLE_TOOL = 1 };

typedef struct fairlead_options {
    size_t struct_size;  ///< sizeof(fairlead_options)
    /// Where to: a socket, or the running app of that name, or (both NULL) as the environment of a
    /// process says that the broker has started.
    const char* socket;
    const char* app;
    const char* name;      ///< NULL: what the environment says, or "tool".
    const char* token;     ///< NULL: that of the environment, if that says where to.
    int role;              ///< fairlead_role
    uint32_t patience_ms;  ///< For the greeting; 0: 5 s.
    /// Calls and events that may wait for fairlead_serve; 0: 4096. Beyond it calls are answered
    /// with `overloaded`, events are dropped.
    uint32_t waiting_max;
} fairlead_options;

/// `options` may be NULL: as the environment says.
FAIRLEAD_API int fairlead_connect(const fairlead_options* options, fairlead_connection** to);
/// Makes fairlead_serve return everywhere, waits until it has, ends the connection and frees it.
/// No function of yours runs after it. Meanwhile no other thread may be in a function here that was
/// given this connection, but for fairlead_serve.
FAIRLEAD_API int fairlead_close(fairlead_connection* connection);
/// The app whose broker it is; lives as long as the connection.
FAIRLEAD_API const char* fairlead_app_name(const fairlead_connection* connection);
FAIRLEAD_API int fairlead_is_open(const fairlead_connection* connection);

// -- serving --------------------------------------------------------------------------------------

/// Answers `request` now or later, on any thread, and releases it.
typedef void (*fairlead_request_fn)(fairlead_request* request, void* user);

/// Waits until the broker has agreed: it does not when somebody else has that name.
FAIRLEAD_API int fairlead_offer(fairlead_connection* connection, const char* method,
                                fairlead_request_fn serve, void* user);
/// Everything is offered: calls may come.
FAIRLEAD_API int fairlead_ready(fairlead_connection* connection);
/// Runs your functions, on this thread, until the first of:
///   FAIRLEAD_OK            the broker asks us to leave, and what was begun is answered, or 1.5 s
///                          have passed since
///   FAIRLEAD_BACKEND_GONE  the broker has gone
///   FAIRLEAD_STOPPED       fairlead_stop was called
///   FAIRLEAD_TIMEOUT       `patience_ms` have passed; with 0 one function has run, if one waited
/// A `patience_ms` below 0 has no end.
FAIRLEAD_API int fairlead_serve(fairlead_connection* connection, int64_t patience_ms);
/// Makes fairlead_serve return on all threads, now and from now on.
FAIRLEAD_API int fairlead_stop(fairlead_connection* connection);

typedef struct fairlead_bytes {
    const void* data;
    size_t size;
} fairlead_bytes;

FAIRLEAD_API const char* fairlead_request_method(const fairlead_request* request);
/// A JSON array. `size` may be NULL, here and below.
FAIRLEAD_API const char* fairlead_request_arguments(const fairlead_request* request, size_t* size);
FAIRLEAD_API size_t fairlead_request_attachments(const fairlead_request* request);
/// NULL: there is none of that number.
FAIRLEAD_API const void* fairlead_request_attachment(const fairlead_request* request, size_t number,
                                                     size_t* size);
/// What is left of the caller's patience; 0: nothing, below 0: it has no end.
FAIRLEAD_API int64_t fairlead_request_deadline_ms(const fairlead_request* request);
/// The caller no longer wants the answer, or its deadline has passed, or the connection has ended.
FAIRLEAD_API int fairlead_request_cancelled(const fairlead_request* request);
/// Sleeps that long and returns FAIRLEAD_OK, or FAIRLEAD_CANCELLED as soon as it is cancelled.
FAIRLEAD_API int fairlead_request_sleep(const fairlead_request* request, uint32_t milliseconds);

/// How far it is, as JSON. It goes to callers that want to know; to slow ones only the newest.
FAIRLEAD_API int fairlead_request_progress(const fairlead_request* request, const char* json);
/// The caller takes a stream as the result.
FAIRLEAD_API int fairlead_request_takes_items(const fairlead_request* request);
/// One value of a result that is a stream; fairlead_request_result or _error ends it. Waits while
/// the caller does not read: FAIRLEAD_TIMEOUT when `patience_ms` are over (below 0: no end),
/// FAIRLEAD_CANCELLED when nobody will.
FAIRLEAD_API int fairlead_request_item(const fairlead_request* request, const char* json,
                                       const fairlead_bytes* attachments, size_t count,
                                       int64_t patience_ms);
/// The stream that stands in the arguments as {"$stream":number}; once for each.
FAIRLEAD_API int fairlead_request_stream(const fairlead_request* request, uint32_t number,
                                         fairlead_stream** stream);

/// The first answer counts; another one is FAIRLEAD_INVALID and does nothing. Attachments that the
/// caller cannot take go as base64.
FAIRLEAD_API int fairlead_request_result(fairlead_request* request, const char* json,
                                         const fairlead_bytes* attachments, size_t count);
/// `code` is one from 1 to 10; `data` is JSON or NULL.
FAIRLEAD_API int fairlead_request_error(fairlead_request* request, int code, const char* message,
                                        const char* data);
/// Unanswered, it fails: with `timeout` or `cancelled` if that is what happened to it, else with
/// `app-error`. NULL is allowed.
FAIRLEAD_API void fairlead_request_release(fairlead_request* request);

// -- asking ---------------------------------------------------------------------------------------

/// How far the other side is, as JSON; gone when the function returns.
typedef void (*fairlead_progress_fn)(const char* json, size_t size, void* user);

typedef struct fairlead_call_options {
    size_t struct_size;
    uint32_t deadline_ms;  ///< 0: as long as it takes.
    const fairlead_bytes* attachments;
    size_t attachment_count;
    fairlead_progress_fn progress;  ///< Runs in fairlead_serve; NULL: nobody wants to know.
    void* progress_user;
} fairlead_call_options;

/// Runs once, in fairlead_serve; unless the connection is closed first.
typedef void (*fairlead_reply_fn)(fairlead_reply* reply, void* user);

/// `arguments` is a JSON array. `options` and `call` may be NULL. Unless it returns FAIRLEAD_OK,
/// `done` does not run.
FAIRLEAD_API int fairlead_call(fairlead_connection* connection, const char* method,
                               const char* arguments, const fairlead_call_options* options,
                               fairlead_reply_fn done, void* user, uint64_t* call);
/// It ends with FAIRLEAD_CANCELLED, unless it has ended already.
FAIRLEAD_API int fairlead_cancel(fairlead_connection* connection, uint64_t call);
/// The same, waiting here; FAIRLEAD_OK: there is a reply, which may be an error.
FAIRLEAD_API int fairlead_call_wait(fairlead_connection* connection, const char* method,
                                    const char* arguments, const fairlead_call_options* options,
                                    fairlead_reply** reply);

/// FAIRLEAD_OK: there is a result.
FAIRLEAD_API int fairlead_reply_code(const fairlead_reply* reply);
/// The result; "" when it failed.
FAIRLEAD_API const char* fairlead_reply_json(const fairlead_reply* reply, size_t* size);
/// Why it failed, in words, and as JSON or "".
FAIRLEAD_API const char* fairlead_reply_message(const fairlead_reply* reply, size_t* size);
FAIRLEAD_API const char* fairlead_reply_data(const fairlead_reply* reply, size_t* size);
FAIRLEAD_API size_t fairlead_reply_attachments(const fairlead_reply* reply);
FAIRLEAD_API const void* fairlead_reply_attachment(const fairlead_reply* reply, size_t number,
                                                   size_t* size);
FAIRLEAD_API void fairlead_reply_release(fairlead_reply* reply);

// -- streams --------------------------------------------------------------------------------------

/// A call whose result may be a stream, and whose arguments may have some.
FAIRLEAD_API int fairlead_call_stream(fairlead_connection* connection, const char* method,
                                      const char* arguments, const fairlead_call_options* options,
                                      fairlead_stream** stream);
/// FAIRLEAD_OK: `value` is the next one. FAIRLEAD_END: there is no more, `value` is its end (of a
/// call its result or error, of an argument null or the error of its source). FAIRLEAD_TIMEOUT:
/// nothing came within `patience_ms` (below 0: no end).
FAIRLEAD_API int fairlead_stream_next(fairlead_stream* stream, int64_t patience_ms,
                                      fairlead_reply** value);
/// Of a call: one value for {"$stream":number} of its arguments. Waits as fairlead_request_item.
FAIRLEAD_API int fairlead_stream_write(fairlead_stream* stream, uint32_t number, const char* json,
                                       const fairlead_bytes* attachments, size_t count,
                                       int64_t patience_ms);
/// There is no more for that argument; with a code above 0: the source has failed.
FAIRLEAD_API int fairlead_stream_end(fairlead_stream* stream, uint32_t number, int code,
                                     const char* message);
/// Nothing more of it is wanted: a call that still runs is taken back, and whoever reads or writes
/// it on another thread hears of that.
FAIRLEAD_API void fairlead_stream_stop(fairlead_stream* stream);
/// Stops it first. Nobody may be reading or writing it any more.
FAIRLEAD_API void fairlead_stream_release(fairlead_stream* stream);

// -- events, log ----------------------------------------------------------------------------------

/// `data` is the JSON array of the event's values; both are gone when the function returns.
typedef void (*fairlead_event_fn)(const char* topic, const char* data, size_t data_size,
                                  void* user);

/// Never blocks; FAIRLEAD_OVERLOADED: it was dropped, the broker does not keep up.
FAIRLEAD_API int fairlead_emit(fairlead_connection* connection, const char* topic,
                               const char* data);
/// Waits until it is in force. "*" hears every topic; one's own events do not come back. A second
/// function for a topic is added to the first.
FAIRLEAD_API int fairlead_subscribe(fairlead_connection* connection, const char* topic,
                                    fairlead_event_fn hear, void* user);
/// Ends all of that topic: none of them begins after it has returned.
FAIRLEAD_API int fairlead_unsubscribe(fairlead_connection* connection, const char* topic);

enum fairlead_level {
    FAIRLEAD_TRACE = 1,
    FAIRLEAD_DEBUG,
    FAIRLEAD_INFO,
    FAIRLEAD_WARNING,
    FAIRLEAD_ERROR,
    FAIRLEAD_FATAL
};
/// Into the broker's log.
FAIRLEAD_API int fairlead_log(fairlead_connection* connection, int level, const char* text);

// -- a whole plugin -------------------------------------------------------------------------------

/// NULL: no memory, or `name` is none.
FAIRLEAD_API fairlead_plugin* fairlead_plugin_new(const char* name);
/// `description` is what the manifest says of it beside its name, or NULL:
/// {"parameters":[{"name":"who","type":"string"}],"result":"string","doc":"…"}
FAIRLEAD_API int fairlead_plugin_method(fairlead_plugin* plugin, const char* name,
                                        const char* description, fairlead_request_fn serve,
                                        void* user);
/// The manifest's "types": a JSON array.
FAIRLEAD_API int fairlead_plugin_types(fairlead_plugin* plugin, const char* types);
/// Runs once connected, before the first call: the place to subscribe, and to keep the connection
/// for emitting. It is closed when fairlead_plugin_run returns.
FAIRLEAD_API int fairlead_plugin_on_connected(fairlead_plugin* plugin,
                                              void (*begin)(fairlead_connection* connection,
                                                            void* user),
                                              void* user);
/// Serves on `--threads N` threads (4) until the broker says goodbye (0) or is gone (1). Started by
/// hand it explains itself (2); `--describe` prints the manifest, `--attach APP` joins a running
/// app. What it returns is for main to return.
FAIRLEAD_API int fairlead_plugin_run(fairlead_plugin* plugin, int argc, char** argv);
FAIRLEAD_API void fairlead_plugin_free(fairlead_plugin* plugin);

#ifdef __cplusplus
}
#endif
