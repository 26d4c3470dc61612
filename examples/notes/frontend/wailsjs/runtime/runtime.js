// The functions of window.runtime, as a Wails front end imports them.

// Log messages, by rising importance. LogFatal ends the app.

export function LogPrint(message) {
  window.runtime.LogPrint(message);
}

export function LogTrace(message) {
  window.runtime.LogTrace(message);
}

export function LogDebug(message) {
  window.runtime.LogDebug(message);
}

export function LogInfo(message) {
  window.runtime.LogInfo(message);
}

export function LogWarning(message) {
  window.runtime.LogWarning(message);
}

export function LogError(message) {
  window.runtime.LogError(message);
}

export function LogFatal(message) {
  window.runtime.LogFatal(message);
}

// Events. What EventsOn… returns takes the listener away again.

export function EventsOnMultiple(eventName, callback, maxCallbacks) {
  return window.runtime.EventsOnMultiple(eventName, callback, maxCallbacks);
}

export function EventsOn(eventName, callback) {
  return EventsOnMultiple(eventName, callback, -1);
}

export function EventsOnce(eventName, callback) {
  return EventsOnMultiple(eventName, callback, 1);
}

export function EventsOff(eventName, ...additionalEventNames) {
  return window.runtime.EventsOff(eventName, ...additionalEventNames);
}

export function EventsOffAll() {
  return window.runtime.EventsOffAll();
}

export function EventsEmit(eventName, ...data) {
  return window.runtime.EventsEmit.apply(null, [eventName, ...data]);
}

// The window.

export function WindowReload() {
  window.runtime.WindowReload();
}

export function WindowReloadApp() {
  window.runtime.WindowReloadApp();
}

export function WindowSetAlwaysOnTop(b) {
  window.runtime.WindowSetAlwaysOnTop(b);
}

export function WindowSetSystemDefaultTheme() {
  window.runtime.WindowSetSystemDefaultTheme();
}

export function WindowSetLightTheme() {
  window.runtime.WindowSetLightTheme();
}

export function WindowSetDarkTheme() {
  window.runtime.WindowSetDarkTheme();
}

export function WindowCenter() {
  window.runtime.WindowCenter();
}

export function WindowSetTitle(title) {
  window.runtime.WindowSetTitle(title);
}

export function WindowFullscreen() {
  window.runtime.WindowFullscreen();
}

export function WindowUnfullscreen() {
  window.runtime.WindowUnfullscreen();
}

export function WindowIsFullscreen() {
  return window.runtime.WindowIsFullscreen();
}

export function WindowGetSize() {
  return window.runtime.WindowGetSize();
}

export function WindowSetSize(width, height) {
  window.runtime.WindowSetSize(width, height);
}

export function WindowSetMaxSize(width, height) {
  window.runtime.WindowSetMaxSize(width, height);
}

export function WindowSetMinSize(width, height) {
  window.runtime.WindowSetMinSize(width, height);
}

export function WindowSetPosition(x, y) {
  window.runtime.WindowSetPosition(x, y);
}

export function WindowGetPosition() {
  return window.runtime.WindowGetPosition();
}

export function WindowHide() {
  window.runtime.WindowHide();
}

export function WindowShow() {
  window.runtime.WindowShow();
}

export function WindowMaximise() {
  window.runtime.WindowMaximise();
}

export function WindowToggleMaximise() {
  window.runtime.WindowToggleMaximise();
}

export function WindowUnmaximise() {
  window.runtime.WindowUnmaximise();
}

export function WindowIsMaximised() {
  return window.runtime.WindowIsMaximised();
}

export function WindowMinimise() {
  window.runtime.WindowMinimise();
}

export function WindowUnminimise() {
  window.runtime.WindowUnminimise();
}

export function WindowIsMinimised() {
  return window.runtime.WindowIsMinimised();
}

export function WindowIsNormal() {
  return window.runtime.WindowIsNormal();
}

export function WindowSetBackgroundColour(R, G, B, A) {
  window.runtime.WindowSetBackgroundColour(R, G, B, A);
}

// The desktop around it.

export function ScreenGetAll() {
  return window.runtime.ScreenGetAll();
}

export function BrowserOpenURL(url) {
  window.runtime.BrowserOpenURL(url);
}

export function Environment() {
  return window.runtime.Environment();
}

export function Quit() {
  window.runtime.Quit();
}

export function Hide() {
  window.runtime.Hide();
}

export function Show() {
  window.runtime.Show();
}

export function ClipboardGetText() {
  return window.runtime.ClipboardGetText();
}

export function ClipboardSetText(text) {
  return window.runtime.ClipboardSetText(text);
}

// Files dropped on the window.

export function OnFileDrop(callback, useDropTarget) {
  return window.runtime.OnFileDrop(callback, useDropTarget);
}

export function OnFileDropOff() {
  return window.runtime.OnFileDropOff();
}

export function CanResolveFilePaths() {
  return window.runtime.CanResolveFilePaths();
}

export function ResolveFilePaths(files) {
  return window.runtime.ResolveFilePaths(files);
}

// Notifications.

export function InitializeNotifications() {
  return window.runtime.InitializeNotifications();
}

export function CleanupNotifications() {
  return window.runtime.CleanupNotifications();
}

export function IsNotificationAvailable() {
  return window.runtime.IsNotificationAvailable();
}

export function RequestNotificationAuthorization() {
  return window.runtime.RequestNotificationAuthorization();
}

export function CheckNotificationAuthorization() {
  return window.runtime.CheckNotificationAuthorization();
}

export function SendNotification(options) {
  return window.runtime.SendNotification(options);
}

export function SendNotificationWithActions(options) {
  return window.runtime.SendNotificationWithActions(options);
}

export function RegisterNotificationCategory(category) {
  return window.runtime.RegisterNotificationCategory(category);
}

export function RemoveNotificationCategory(categoryId) {
  return window.runtime.RemoveNotificationCategory(categoryId);
}

export function RemoveAllPendingNotifications() {
  return window.runtime.RemoveAllPendingNotifications();
}

export function RemovePendingNotification(identifier) {
  return window.runtime.RemovePendingNotification(identifier);
}

export function RemoveAllDeliveredNotifications() {
  return window.runtime.RemoveAllDeliveredNotifications();
}

export function RemoveDeliveredNotification(identifier) {
  return window.runtime.RemoveDeliveredNotification(identifier);
}

export function RemoveNotification(identifier) {
  return window.runtime.RemoveNotification(identifier);
}
