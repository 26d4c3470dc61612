// @ts-check
// The methods of the greeter plugin, as a Wails front end imports them.

export function Echo(arg1) {
  return window['go']['main']['App']['Echo'](arg1);
}

export function Fail(arg1) {
  return window['go']['main']['App']['Fail'](arg1);
}

export function Greet(arg1) {
  return window['go']['main']['App']['Greet'](arg1);
}

export function People(arg1) {
  return window['go']['main']['App']['People'](arg1);
}

export function Slow(arg1) {
  return window['go']['main']['App']['Slow'](arg1);
}

export function StartTicker(arg1) {
  return window['go']['main']['App']['StartTicker'](arg1);
}

export function StopTicker() {
  return window['go']['main']['App']['StopTicker']();
}

export function Sum(arg1) {
  return window['go']['main']['App']['Sum'](arg1);
}
