// SPDX-License-Identifier: MIT
//
// conform — the conformance plugin in C: every power of fairlead.h, and no JSON library.
#include <fairlead/fairlead.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static fairlead_connection* broker;

/// One element of a JSON array, as it is written there.
struct text {
    const char* data;
    size_t size;
};

static const char* skip_blanks(const char* at) {
    while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n') ++at;
    return at;
}

static const char* skip_string(const char* at) {
    for (++at; *at != '"' && *at != '\0'; ++at)
        if (*at == '\\') ++at;
    return *at == '"' ? at + 1 : at;
}

static const char* skip_value(const char* at) {
    int depth = 0;
    for (; *at != '\0'; ++at) {
        if (*at == '"') at = skip_string(at) - 1;
        else if (*at == '[' || *at == '{') ++depth;
        else if ((*at == ']' || *at == '}') && depth-- == 0) return at;
        else if (*at == ',' && depth == 0) return at;
    }
    return at;
}

/// How many there are; the first `max` go into `to`.
static size_t elements(const char* array, struct text* to, size_t max) {
    size_t count = 0;
    const char* at = skip_blanks(skip_blanks(array) + 1);
    while (*at != ']' && *at != '\0') {
        const char* end = skip_value(at);
        if (count < max) to[count] = (struct text){at, (size_t)(end - at)};
        ++count;
        at = skip_blanks(*end == ',' ? end + 1 : end);
    }
    return count;
}

static const char* kind_of(struct text value) {
    switch (value.data[0]) {
        case '"': return "a string";
        case '{': return "an object";
        case '[': return "an array";
        case 'n': return "null";
        case 't':
        case 'f': return "a boolean";
        default: return "a number";
    }
}

/// The arguments, if they are as `wanted` says, one letter for each: s(tring), i(nteger), a(ny).
/// Else the call is answered.
static int arguments_are(fairlead_request* call, const char* wanted, struct text* to) {
    char why[256];
    const size_t expected = strlen(wanted);
    const size_t count = elements(fairlead_request_arguments(call, NULL), to, expected);
    if (count != expected) {
        snprintf(why, sizeof why,
                 "error parsing arguments: received %zu arguments to method '%s', expected %zu",
                 count, fairlead_request_method(call), expected);
        fairlead_request_error(call, FAIRLEAD_BAD_ARGUMENTS, why, NULL);
        return 0;
    }
    for (size_t i = 0; i < expected; ++i) {
        const char* kind = kind_of(to[i]);
        const char* need = wanted[i] == 's' ? "a string" : wanted[i] == 'i' ? "a number" : kind;
        if (strcmp(kind, need) == 0) continue;
        snprintf(why, sizeof why, "error parsing arguments: argument %zu: expected %s, got %s",
                 i + 1, need, kind);
        fairlead_request_error(call, FAIRLEAD_BAD_ARGUMENTS, why, NULL);
        return 0;
    }
    return 1;
}

static void greet(fairlead_request* call, void* user) {
    struct text name;
    (void)user;
    if (arguments_are(call, "s", &name)) {
        char* answer = malloc(name.size + 16);
        sprintf(answer, "\"Hello %.*s!\"", (int)name.size - 2, name.data + 1);
        fairlead_request_result(call, answer, NULL, 0);
        free(answer);
    }
    fairlead_request_release(call);
}

static void add(fairlead_request* call, void* user) {
    struct text numbers[2];
    (void)user;
    if (arguments_are(call, "ii", numbers)) {
        char answer[32];
        snprintf(answer, sizeof answer, "%lld",
                 strtoll(numbers[0].data, NULL, 10) + strtoll(numbers[1].data, NULL, 10));
        fairlead_request_result(call, answer, NULL, 0);
    }
    fairlead_request_release(call);
}

static void echo(fairlead_request* call, void* user) {
    struct text value;
    (void)user;
    if (arguments_are(call, "a", &value)) {
        char* answer = malloc(value.size + 1);
        memcpy(answer, value.data, value.size);
        answer[value.size] = '\0';
        fairlead_request_result(call, answer, NULL, 0);
        free(answer);
    }
    fairlead_request_release(call);
}

static void reverse(fairlead_request* call, void* user) {
    size_t size = 0;
    const unsigned char* data = fairlead_request_attachment(call, 0, &size);
    (void)user;
    if (data == NULL) {
        fairlead_request_error(call, FAIRLEAD_BAD_ARGUMENTS,
                               "error parsing arguments: argument 1: expected bytes", NULL);
    } else {
        unsigned char* reversed = malloc(size + 1);
        for (size_t i = 0; i < size; ++i) reversed[i] = data[size - 1 - i];
        const fairlead_bytes answer = {reversed, size};
        fairlead_request_result(call, "{\"$bytes\":0}", &answer, 1);
        free(reversed);
    }
    fairlead_request_release(call);
}

static void blob(fairlead_request* call, void* user) {
    struct text wanted;
    (void)user;
    if (arguments_are(call, "i", &wanted)) {
        const size_t size = (size_t)strtoull(wanted.data, NULL, 10);
        unsigned char* data = malloc(size + 1);
        for (size_t i = 0; i < size; ++i) data[i] = (unsigned char)i;
        const fairlead_bytes answer = {data, size};
        fairlead_request_result(call, "{\"$bytes\":0}", &answer, 1);
        free(data);
    }
    fairlead_request_release(call);
}

static void fail(fairlead_request* call, void* user) {
    struct text words;
    (void)user;
    if (arguments_are(call, "s", &words)) {
        char message[128];
        snprintf(message, sizeof message, "%.*s", (int)words.size - 2, words.data + 1);
        fairlead_request_error(call, FAIRLEAD_APP_ERROR, message, "{\"type\":\"oops\"}");
    }
    fairlead_request_release(call);
}

static void nap(fairlead_request* call, void* user) {
    struct text time;
    (void)user;
    if (arguments_are(call, "i", &time)) {
        const int ended = fairlead_request_sleep(call, (uint32_t)strtoul(time.data, NULL, 10));
        fairlead_emit(broker, "conform/napped",
                      ended == FAIRLEAD_CANCELLED ? "[\"cancelled\"]" : "[\"slept\"]");
        if (ended == FAIRLEAD_OK) fairlead_request_result(call, "null", NULL, 0);
    }
    fairlead_request_release(call);
}

static void shout(fairlead_request* call, void* user) {
    struct text words[2];
    (void)user;
    if (arguments_are(call, "sa", words)) {
        char topic[128];
        char* data = malloc(words[1].size + 3);
        snprintf(topic, sizeof topic, "%.*s", (int)words[0].size - 2, words[0].data + 1);
        sprintf(data, "[%.*s]", (int)words[1].size, words[1].data);
        fairlead_emit(broker, topic, data);
        fairlead_request_result(call, "null", NULL, 0);
        free(data);
    }
    fairlead_request_release(call);
}

/// Asks somebody else.
static void ask(fairlead_request* call, void* user) {
    struct text words[2];
    (void)user;
    if (arguments_are(call, "sa", words)) {
        char method[128];
        fairlead_reply* reply = NULL;
        char* arguments = malloc(words[1].size + 1);
        memcpy(arguments, words[1].data, words[1].size);
        arguments[words[1].size] = '\0';
        snprintf(method, sizeof method, "%.*s", (int)words[0].size - 2, words[0].data + 1);
        const fairlead_call_options options = {.struct_size = sizeof options, .deadline_ms = 10000};
        const int code = fairlead_call_wait(broker, method, arguments, &options, &reply);
        if (code != FAIRLEAD_OK)
            fairlead_request_error(call, FAIRLEAD_APP_ERROR, fairlead_last_error(), NULL);
        else if (fairlead_reply_code(reply) == FAIRLEAD_OK)
            fairlead_request_result(call, fairlead_reply_json(reply, NULL), NULL, 0);
        else
            fairlead_request_error(call, fairlead_reply_code(reply),
                                   fairlead_reply_message(reply, NULL), NULL);
        fairlead_reply_release(reply);
        free(arguments);
    }
    fairlead_request_release(call);
}

static void taken_back(fairlead_reply* reply, void* user) {
    char answer[64];
    fairlead_request* call = user;
    snprintf(answer, sizeof answer, "\"%s\"", fairlead_code_text(fairlead_reply_code(reply)));
    fairlead_request_result(call, answer, NULL, 0);
    fairlead_request_release(call);
    fairlead_reply_release(reply);
}

/// Asks, does not want to know after all, and says how that ended.
static void take_back(fairlead_request* call, void* user) {
    struct text method;
    char name[128];
    uint64_t asked = 0;
    (void)user;
    if (!arguments_are(call, "s", &method)) {
        fairlead_request_release(call);
        return;
    }
    snprintf(name, sizeof name, "%.*s", (int)method.size - 2, method.data + 1);
    fairlead_call(broker, name, "[]", NULL, taken_back, call, &asked);
    fairlead_cancel(broker, asked);
}

static void count(fairlead_request* call, void* user) {
    struct text until;
    (void)user;
    if (!fairlead_request_takes_items(call)) {
        fairlead_request_error(call, FAIRLEAD_BAD_ARGUMENTS, "'conform.count' is a stream", NULL);
    } else if (arguments_are(call, "i", &until)) {
        const long long end = strtoll(until.data, NULL, 10);
        long long i = 0;
        for (; i < end; ++i) {
            char item[32];
            snprintf(item, sizeof item, "%lld", i);
            if (fairlead_request_item(call, item, NULL, 0, -1) != FAIRLEAD_OK) break;
        }
        fairlead_emit(broker, "conform/counted", i == end ? "[\"all\"]" : "[\"cancelled\"]");
        if (i == end) fairlead_request_result(call, "null", NULL, 0);
    }
    fairlead_request_release(call);
}

static void sum(fairlead_request* call, void* user) {
    struct text numbers;
    fairlead_stream* stream = NULL;
    (void)user;
    if (arguments_are(call, "a", &numbers)) {
        const char* number = strchr(numbers.data, ':');
        if (number == NULL || fairlead_request_stream(call, (uint32_t)strtoul(number + 1, NULL, 10),
                                                      &stream) != FAIRLEAD_OK) {
            fairlead_request_error(call, FAIRLEAD_BAD_ARGUMENTS,
                                   "error parsing arguments: argument 1: expected a stream", NULL);
        } else {
            fairlead_reply* item = NULL;
            long long all = 0;
            while (fairlead_stream_next(stream, -1, &item) == FAIRLEAD_OK) {
                all += strtoll(fairlead_reply_json(item, NULL), NULL, 10);
                fairlead_reply_release(item);
            }
            char answer[32];
            snprintf(answer, sizeof answer, "%lld", all);
            if (fairlead_reply_code(item) == FAIRLEAD_OK)
                fairlead_request_result(call, answer, NULL, 0);
            else
                fairlead_request_error(call, fairlead_reply_code(item),
                                       fairlead_reply_message(item, NULL), NULL);
            fairlead_reply_release(item);
            fairlead_stream_release(stream);
        }
    }
    fairlead_request_release(call);
}

static void steps(fairlead_request* call, void* user) {
    struct text until;
    (void)user;
    if (arguments_are(call, "i", &until)) {
        char text[32];
        const long end = strtol(until.data, NULL, 10);
        for (long i = 0; i <= end; ++i) {
            snprintf(text, sizeof text, "%ld", i);
            if (i < end) fairlead_request_progress(call, text);
        }
        fairlead_request_result(call, text, NULL, 0);
    }
    fairlead_request_release(call);
}

/// The stream that another method gives, as an array.
static void gather(fairlead_request* call, void* user) {
    struct text words[2];
    fairlead_stream* stream = NULL;
    (void)user;
    if (arguments_are(call, "sa", words)) {
        char method[128], arguments[128], all[4096] = "[";
        snprintf(method, sizeof method, "%.*s", (int)words[0].size - 2, words[0].data + 1);
        snprintf(arguments, sizeof arguments, "%.*s", (int)words[1].size, words[1].data);
        if (fairlead_call_stream(broker, method, arguments, NULL, &stream) == FAIRLEAD_OK) {
            fairlead_reply* item = NULL;
            while (fairlead_stream_next(stream, -1, &item) == FAIRLEAD_OK) {
                const size_t used = strlen(all);
                snprintf(all + used, sizeof all - used, "%s%s", used == 1 ? "" : ",",
                         fairlead_reply_json(item, NULL));
                fairlead_reply_release(item);
            }
            if (fairlead_reply_code(item) == FAIRLEAD_OK)
                fairlead_request_result(call, strcat(all, "]"), NULL, 0);
            else
                fairlead_request_error(call, fairlead_reply_code(item),
                                       fairlead_reply_message(item, NULL), NULL);
            fairlead_reply_release(item);
            fairlead_stream_release(stream);
        }
    }
    fairlead_request_release(call);
}

/// Gives another method a stream of numbers, and its result.
static void pour(fairlead_request* call, void* user) {
    struct text words[2];
    fairlead_stream* stream = NULL;
    (void)user;
    if (arguments_are(call, "si", words)) {
        char method[128];
        const long end = strtol(words[1].data, NULL, 10);
        snprintf(method, sizeof method, "%.*s", (int)words[0].size - 2, words[0].data + 1);
        if (fairlead_call_stream(broker, method, "[{\"$stream\":1}]", NULL, &stream) ==
            FAIRLEAD_OK) {
            fairlead_reply* ended = NULL;
            for (long i = 0; i < end; ++i) {
                char item[32];
                snprintf(item, sizeof item, "%ld", i);
                if (fairlead_stream_write(stream, 1, item, NULL, 0, -1) != FAIRLEAD_OK) break;
            }
            fairlead_stream_end(stream, 1, FAIRLEAD_OK, NULL);
            fairlead_stream_next(stream, -1, &ended);
            fairlead_request_result(call, fairlead_reply_json(ended, NULL), NULL, 0);
            fairlead_reply_release(ended);
            fairlead_stream_release(stream);
        }
    }
    fairlead_request_release(call);
}

static void pid(fairlead_request* call, void* user) {
    char answer[32];
    (void)user;
    snprintf(answer, sizeof answer, "%d", (int)getpid());
    fairlead_request_result(call, answer, NULL, 0);
    fairlead_request_release(call);
}

static void crash(fairlead_request* call, void* user) {
    (void)call;
    (void)user;
    abort();
}

static void repeat(const char* topic, const char* data, size_t size, void* user) {
    (void)topic;
    (void)size;
    (void)user;
    fairlead_emit(broker, "conform/out", data);
}

static void begin(fairlead_connection* connection, void* user) {
    (void)user;
    broker = connection;
    fairlead_subscribe(connection, "conform/in", repeat, NULL);
}

int main(int argc, char** argv) {
    fairlead_plugin* plugin = fairlead_plugin_new("conform");
    fairlead_plugin_method(
        plugin, "conform.greet",
        "{\"parameters\":[{\"name\":\"name\",\"type\":\"string\"}],\"result\":\"string\"}", greet,
        NULL);
    fairlead_plugin_method(plugin, "conform.add",
                           "{\"parameters\":[{\"type\":\"integer\"},{\"type\":\"integer\"}],"
                           "\"result\":\"integer\"}",
                           add, NULL);
    fairlead_plugin_method(plugin, "conform.echo",
                           "{\"parameters\":[{\"type\":\"any\"}],\"result\":\"any\"}", echo, NULL);
    fairlead_plugin_method(plugin, "conform.reverse",
                           "{\"parameters\":[{\"type\":\"bytes\"}],\"result\":\"bytes\"}", reverse,
                           NULL);
    fairlead_plugin_method(plugin, "conform.blob",
                           "{\"parameters\":[{\"type\":\"integer\"}],\"result\":\"bytes\"}", blob,
                           NULL);
    fairlead_plugin_method(plugin, "conform.fail",
                           "{\"parameters\":[{\"type\":\"string\"}],\"result\":\"void\"}", fail,
                           NULL);
    fairlead_plugin_method(plugin, "conform.nap",
                           "{\"parameters\":[{\"type\":\"integer\"}],\"result\":\"void\"}", nap,
                           NULL);
    fairlead_plugin_method(
        plugin, "conform.shout",
        "{\"parameters\":[{\"type\":\"string\"},{\"type\":\"any\"}],\"result\":\"void\"}", shout,
        NULL);
    fairlead_plugin_method(
        plugin, "conform.ask",
        "{\"parameters\":[{\"type\":\"string\"},{\"type\":\"any\"}],\"result\":\"any\"}", ask,
        NULL);
    fairlead_plugin_method(plugin, "conform.take-back",
                           "{\"parameters\":[{\"type\":\"string\"}],\"result\":\"string\"}",
                           take_back, NULL);
    fairlead_plugin_method(
        plugin, "conform.count",
        "{\"parameters\":[{\"type\":\"integer\"}],\"result\":{\"stream\":\"integer\"}}", count,
        NULL);
    fairlead_plugin_method(
        plugin, "conform.sum",
        "{\"parameters\":[{\"type\":{\"stream\":\"integer\"}}],\"result\":\"integer\"}", sum, NULL);
    fairlead_plugin_method(plugin, "conform.steps",
                           "{\"parameters\":[{\"type\":\"integer\"}],\"result\":\"integer\"}",
                           steps, NULL);
    fairlead_plugin_method(plugin, "conform.gather", NULL, gather, NULL);
    fairlead_plugin_method(plugin, "conform.pour", NULL, pour, NULL);
    fairlead_plugin_method(plugin, "conform.pid", "{\"parameters\":[],\"result\":\"integer\"}", pid,
                           NULL);
    fairlead_plugin_method(plugin, "conform.crash", "{\"parameters\":[],\"result\":\"void\"}",
                           crash, NULL);
    fairlead_plugin_on_connected(plugin, begin, NULL);
    const int code = fairlead_plugin_run(plugin, argc, argv);
    fairlead_plugin_free(plugin);
    return code;
}
