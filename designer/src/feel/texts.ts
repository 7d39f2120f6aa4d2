import { texts } from '../shared/texts';

export const feelTexts = texts({
  offers: ['可用的名称、函数和关键字', 'Names, functions and keywords'],
  current: ['当前项', 'current match'],
  offered: ['。输入时会提示；Ctrl+空格列出全部', '. Names are offered while you type; Ctrl+Space lists all'],
  at: ['第 {line} 行第 {column} 个字符：', 'Line {line}, character {column}: '],
});
