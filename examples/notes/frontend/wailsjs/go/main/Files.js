// @ts-check
// The methods of the notes plugin, as a Wails front end imports them.

export function Delete(arg1) {
  return window['go']['main']['Files']['Delete'](arg1);
}

export function Export(arg1) {
  return window['go']['main']['Files']['Export'](arg1);
}

export function Import() {
  return window['go']['main']['Files']['Import']();
}

export function ImportFiles(arg1) {
  return window['go']['main']['Files']['ImportFiles'](arg1);
}

export function Save(arg1) {
  return window['go']['main']['Files']['Save'](arg1);
}
