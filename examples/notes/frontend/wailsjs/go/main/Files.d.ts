// The methods of the notes plugin, as a Wails front end imports them.
import {main} from '../models';

export function Delete(arg1:string):Promise<boolean>;

export function Export(arg1:string):Promise<string>;

export function Import():Promise<main.Imported>;

export function ImportFiles(arg1:Array<string>):Promise<main.Imported>;

export function Save(arg1:string):Promise<void>;
