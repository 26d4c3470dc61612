// @ts-check
// The methods of the notes plugin, as a Wails front end imports them.

export function Create() {
  return window['go']['main']['Notes']['Create']();
}

export function Edit(arg1, arg2, arg3, arg4) {
  return window['go']['main']['Notes']['Edit'](arg1, arg2, arg3, arg4);
}

export function Get(arg1) {
  return window['go']['main']['Notes']['Get'](arg1);
}

export function List(arg1) {
  return window['go']['main']['Notes']['List'](arg1);
}

export function Remind(arg1, arg2) {
  return window['go']['main']['Notes']['Remind'](arg1, arg2);
}

export function TakeDue() {
  return window['go']['main']['Notes']['TakeDue']();
}
