// SPDX-License-Identifier: MIT
//
// frame — section 1.7: a page that plays the window's frame, and its context menu.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

namespace {

constexpr std::string_view bar = R"html(
  <div id="bar" style="--wails-draggable: drag; width: 200px; height: 40px">
    <span id="inside">title</span><button id="close" style="--wails-draggable: no-drag">x</button>
  </div><p id="text">some text to select</p><input id="field" value="words">
  <input id="fixed" value="words" readonly><input id="off" value="words" disabled>
  <textarea id="area">words</textarea><div id="edit" contenteditable>words</div>
  <div style="--default-contextmenu: show"><b id="shown">menu</b></div>
  <div style="--default-contextmenu: hide"><input id="hidden"></div>)html";

/// mouse(type, id, more): what was sent by it, and whether its default was prevented.
constexpr std::string_view mouse = R"js(
    const mouse = (type, id, more = {}) => {
      const event = new MouseEvent(type,
        { bubbles: true, cancelable: true, buttons: 1, detail: 1, ...more });
      const sent = sentBy(() => document.getElementById(id).dispatchEvent(event));
      return [...sent, ...(event.defaultPrevented ? ['prevented'] : [])];
    };
    const press = (id, more) => {
      wails.flags.shouldDrag = false;
      const down = mouse('mousedown', id, more);
      return [...down, ...mouse('mousemove', id, more), ...mouse('mouseup', id, { buttons: 0 })];
    };
    const menu = (id, more) => mouse('contextmenu', id, { buttons: 2, ...more }).length === 0;
)js";

struct framed_app : contract_app {
    framed_app() : contract_app{contract_page{.body = std::string{bar}}} {}
    std::string ask(std::string_view body) { return js(std::string{mouse} + std::string{body}); }
};

}  // namespace

// Wails: a press where the drag property has the drag value, then a move, sends drag.
// Here: the same; children inherit, another value opts out.
TEST_CASE("1.7 a drag begins on a draggable place", "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("return [press('bar'), press('inside'), press('close'), press('text')];") ==
          R"([["drag"],["drag"],[],[]])");
}

// Wails: only the first press of the left button alone.
// Here: the same.
TEST_CASE("1.7 a drag needs a single press of the left button alone",
          "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("return [press('bar', { detail: 2 }), press('bar', { buttons: 2 }),"
                  "  press('bar', { buttons: 3 })];") == "[[],[],[]]");
}

// Wails: with deferDragToMouseMove the move sends it, and a release before it forgets it.
// Here: the same; without, the press sends it at once and prevents the default.
TEST_CASE("1.7 a drag waits for the first move", "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("const seen = [mouse('mousedown', 'bar'), wails.flags.shouldDrag,"
                  "  mouse('mouseup', 'bar'), wails.flags.shouldDrag, mouse('mousemove', 'bar'),"
                  "  mouse('mousedown', 'bar'), mouse('mousemove', 'bar', { buttons: 0 })];"
                  "wails.flags.deferDragToMouseMove = false;"
                  "return [...seen, mouse('mousedown', 'bar')];") ==
          R"([[],true,[],false,[],[],[],["drag","prevented"]])");
}

// Wails: the property and its value can be set to others.
// Here: the same.
TEST_CASE("1.7 another property may mark draggable places", "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("wails.setCSSDragProperties('--my-handle', 'yes');"
                  "document.getElementById('text').style.setProperty('--my-handle', ' yes ');"
                  "return [press('bar'), press('text')];") == R"([[],["drag"]])");
}

// Wails: disableScrollbarDrag keeps a press on a scroll bar from dragging.
// Here: the same.
TEST_CASE("1.7 a scroll bar does not drag if the app says so", "[system][window][contract]") {
    framed_app app;
    // Beyond its client box, as a scroll bar is.
    CHECK(app.ask("const bar = document.getElementById('bar'); const at = bar"
                  "  .getBoundingClientRect();"
                  "const beyond = { clientX: at.right + 5, clientY: at.top + 5 };"
                  "const before = press('bar', beyond); wails.flags.disableScrollbarDrag = true;"
                  "return [before, press('bar', beyond), press('bar',"
                  "  { clientX: at.left + 5, clientY: at.top + 5 })];") ==
          R"([["drag"],[],["drag"]])");
}

// Wails: with enableResize the pointer within 6 px of an edge chooses one of eight cursors.
// Here: the same; the next press sends resize:<edge>.
TEST_CASE("1.7 the eight edges of a frameless window", "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask(R"js(
        wails.flags.enableResize = true;
        document.documentElement.style.cursor = 'help';
        const [w, h] = [window.outerWidth, window.outerHeight];
        const at = (clientX, clientY) => {
          mouse('mousemove', 'bar', { clientX, clientY, buttons: 0 });
          return [document.documentElement.style.cursor, mouse('mousedown', 'bar')];
        };
        const edges = [[2, 2], [w / 2, 2], [w - 2, 2], [w - 2, h / 2], [w - 2, h - 2],
          [w / 2, h - 2], [2, h - 2], [2, h / 2]].map(([x, y]) => at(x, y));
        const names = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];
        const good = edges.every(([cursor, sent], i) => cursor === names[i] + '-resize' &&
          sent[0] === `resize:${names[i]}-resize` && sent[1] === 'prevented');
        return [good, at(w / 2, h / 2)[0], String(wails.flags.resizeEdge)];)js") ==
          R"([true,"help","undefined"])");
}

// Wails: without enableResize no edge is looked for.
// Here: the same.
TEST_CASE("1.7 edges mean nothing in a framed window", "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("mouse('mousemove', 'bar', { clientX: 1, clientY: 1, buttons: 0 });"
                  "return [String(wails.flags.resizeEdge), mouse('mousedown', 'text')];") ==
          R"(["undefined",[]])");
}

// Wails: --default-contextmenu: show allows the menu, hide blocks it, inherited.
// Here: the same.
TEST_CASE("1.7 an element may show or hide the context menu", "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("return [menu('shown'), menu('hidden')];") == "[true,false]");
}

// Wails: otherwise it is for editable text and fields that are neither read-only nor disabled.
// Here: the same.
TEST_CASE("1.7 the context menu is for editable text", "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("return ['bar', 'text', 'field', 'fixed', 'off', 'area', 'edit']"
                  "  .map((id) => menu(id));") == "[false,false,true,false,false,true,true]");
}

// Wails: and for a selection under the pointer.
// Here: the same.
TEST_CASE("1.7 the context menu is for selected text under the pointer",
          "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("const text = document.getElementById('text');"
                  "getSelection().selectAllChildren(text);"
                  "const at = text.getBoundingClientRect();"
                  "const over = { clientX: at.left + 3, clientY: at.top + 3 };"
                  "return [menu('text', over), menu('bar', { clientX: 2, clientY: 2 })];") ==
          "[true,false]");
}

// Wails: disableDefaultContextMenu blocks it everywhere.
// Here: the same.
TEST_CASE("1.7 the context menu can be forbidden everywhere", "[system][window][contract]") {
    framed_app app;
    CHECK(app.ask("wails.flags.disableDefaultContextMenu = true;"
                  "return ['field', 'shown', 'edit'].map((id) => menu(id));") ==
          "[false,false,false]");
}
