// SPDX-License-Identifier: MIT
//
// window_functions — the functions of window.runtime that are one message each, or one question to
// the host.

function windowFunctions({ send, systemCall }) {
  // Functions whose message never changes.
  const fixedMessages = {
    WindowReloadApp: 'WR',
    WindowSetSystemDefaultTheme: 'WASDT',
    WindowSetLightTheme: 'WALT',
    WindowSetDarkTheme: 'WADT',
    WindowCenter: 'Wc',
    WindowFullscreen: 'WF',
    WindowUnfullscreen: 'Wf',
    WindowHide: 'WH',
    WindowShow: 'WS',
    WindowMaximise: 'WM',
    WindowUnmaximise: 'WU',
    WindowToggleMaximise: 'Wt',
    WindowMinimise: 'Wm',
    WindowUnminimise: 'Wu',
    Quit: 'Q',
    Show: 'S',
    Hide: 'H',
  };

  // Functions whose message is a prefix and the one argument.
  const prefixedMessages = {
    LogPrint: 'LP',
    LogTrace: 'LT',
    LogDebug: 'LD',
    LogInfo: 'LI',
    LogWarning: 'LW',
    LogError: 'LE',
    LogFatal: 'LF',
    SetLogLevel: 'LS',
    WindowSetTitle: 'WT',
    BrowserOpenURL: 'BO:',
  };

  // Functions whose message is a prefix and two numbers.
  const pairMessages = {
    WindowSetSize: 'Ws',
    WindowSetMinSize: 'Wz',
    WindowSetMaxSize: 'WZ',
    WindowSetPosition: 'Wp',
  };

  // Functions that ask the native side and promise its answer: its name there, and how many
  // arguments are passed on.
  const systemCalls = {
    WindowGetSize: ['WindowGetSize', 0],
    WindowGetPosition: ['WindowGetPos', 0],
    WindowIsFullscreen: ['WindowIsFullscreen', 0],
    WindowIsMaximised: ['WindowIsMaximised', 0],
    WindowIsMinimised: ['WindowIsMinimised', 0],
    WindowIsNormal: ['WindowIsNormal', 0],
    ScreenGetAll: ['ScreenGetAll', 0],
    ClipboardGetText: ['ClipboardGetText', 0],
    ClipboardSetText: ['ClipboardSetText', 1],
    Environment: ['Environment', 0],
    InitializeNotifications: ['InitializeNotifications', 0],
    CleanupNotifications: ['CleanupNotifications', 0],
    IsNotificationAvailable: ['IsNotificationAvailable', 0],
    RequestNotificationAuthorization: ['RequestNotificationAuthorization', 0],
    CheckNotificationAuthorization: ['CheckNotificationAuthorization', 0],
    SendNotification: ['SendNotification', 1],
    SendNotificationWithActions: ['SendNotificationWithActions', 1],
    RegisterNotificationCategory: ['RegisterNotificationCategory', 1],
    RemoveNotificationCategory: ['RemoveNotificationCategory', 1],
    RemoveAllPendingNotifications: ['RemoveAllPendingNotifications', 0],
    RemovePendingNotification: ['RemovePendingNotification', 1],
    RemoveAllDeliveredNotifications: ['RemoveAllDeliveredNotifications', 0],
    RemoveDeliveredNotification: ['RemoveDeliveredNotification', 1],
    RemoveNotification: ['RemoveNotification', 1],
  };

  const functions = {
    LogLevel: { TRACE: 1, DEBUG: 2, INFO: 3, WARNING: 4, ERROR: 5 },
    WindowReload: () => window.location.reload(),
    WindowSetAlwaysOnTop: (on) => send('WATP:' + (on ? '1' : '0')),
    // The stock meaning, alpha 0 unreachable included: apps were written against it.
    WindowSetBackgroundColour: (R, G, B, A) =>
      send('Wr:' + JSON.stringify({ r: R || 0, g: G || 0, b: B || 0, a: A || 255 })),
  };
  for (const [name, message] of Object.entries(fixedMessages)) {
    functions[name] = () => send(message);
  }
  for (const [name, prefix] of Object.entries(prefixedMessages)) {
    functions[name] = (value) => send(prefix + value);
  }
  for (const [name, prefix] of Object.entries(pairMessages)) {
    functions[name] = (first, second) => send(`${prefix}:${first}:${second}`);
  }
  for (const [name, [target, count]] of Object.entries(systemCalls)) {
    functions[name] = (argument) => systemCall(target, count === 0 ? undefined : [argument]);
  }
  return functions;
}
