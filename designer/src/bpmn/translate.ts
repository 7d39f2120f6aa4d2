import { language } from '../shared/texts';

// The modeler's own words that can be seen; ours stand in texts.ts.
const chinese: Record<string, string> = {
  'Search in diagram': '在图中查找',
  'Align elements': '对齐',
  'Align elements left': '左对齐',
  'Align elements right': '右对齐',
  'Align elements top': '上对齐',
  'Align elements bottom': '下对齐',
  'Align elements center': '水平居中',
  'Align elements middle': '垂直居中',
  'Distribute elements horizontally': '水平等距',
  'Distribute elements vertically': '垂直等距',
  'Open {element}': '打开 {element}',
  'Add text annotation': '添加注释',
  'Change element': '更改类型',
  Delete: '删除',
  Search: '查找',
  element: '要素',
  'flow elements must be children of pools/participants': '流程要素必须在泳池之内',
  'no parent for {element} in {parent}': '{element} 在 {parent} 中没有上级',
  'no shape type specified': '没有指定图形类型',
};

/** The translate service of bpmn.io, in the page's language at the moment of asking. */
export function translate(template: string, values: Record<string, string> = {}): string {
  const text = language.get() === 'zh' ? (chinese[template] ?? template) : template;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
