import type { DraftFile } from '../shared/form/draft';
import type { NeededMaterial } from '../shared/form/inputs';
import type { JointItem } from '../shared/form/types';

/** One material, the departments that need it, and whether it is there. */
export interface ChecklistRow {
  needed: NeededMaterial;
  departments: string[];
  files: DraftFile[];
}

/** How many of a department's materials are there. */
export interface DepartmentCount {
  department: string;
  there: number;
  of: number;
}

export function checklistOf(item: JointItem, needed: readonly NeededMaterial[], files: readonly DraftFile[]): ChecklistRow[] {
  const departmentOf = new Map(item.items.map((i) => [i.code, i.department]));
  return needed.map((one) => ({
    needed: one,
    departments: [...new Set(one.neededBy.map((code) => departmentOf.get(code) ?? code))],
    files: files.filter((f) => f.material === one.material.code),
  }));
}

export function countByDepartment(rows: readonly ChecklistRow[]): DepartmentCount[] {
  const counts = new Map<string, DepartmentCount>();
  for (const row of rows) {
    for (const department of row.departments) {
      const count = counts.get(department) ?? { department, there: 0, of: 0 };
      counts.set(department, { department, there: count.there + (row.files.length > 0 ? 1 : 0), of: count.of + 1 });
    }
  }
  return [...counts.values()];
}

/** The material whose name, or part of it before a bracket, stands in the file's name; null when none or several do. */
export function materialFor(fileName: string, needed: readonly NeededMaterial[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');
  const name = plain(fileName.replace(/\.[^.]*$/, ''));
  const fits = needed.filter(({ material }) => {
    const { zh, en } = material.name;
    return [zh, zh.split(/[(（]/)[0]!, en, material.code].some((one) => one.length > 1 && name.includes(plain(one)));
  });
  return fits.length === 1 ? fits[0]!.material.code : null;
}
