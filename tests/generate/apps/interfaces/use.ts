// SPDX-License-Identifier: MIT
//
// use — names with prefix and suffix; interfaces, of which nothing is left at run time.
import { Find, Named } from './wailsjs/go/main/Kinds';
import { type geo, main } from './wailsjs/go/models';

export async function calls(person: main.IPersonData): Promise<geo.IPointData | undefined> {
    const named: main.IPersonData = await Named({ ...person, favourite: main.IColourData.red });
    const found: main.IPersonData[] | null = await Find(named.name, named.home);
    // @ts-expect-error: an interface makes nothing
    main.IPersonData.createFrom(found);
    return found?.[0].way[0];
}
