import type { Language } from '../shared/texts';

/** A built-in function of FEEL: its parameters as they are written, and what it does in a few words. */
export interface Builtin {
  name: string;
  params: string;
  zh: string;
  en: string;
}

// One line a function: name(parameters)|Chinese|English.
const table = `
not(negand)|非：真变假，假变真|The opposite of a truth value
string(from)|转换为文字|As text
number(from, grouping separator, decimal separator)|由文字得到数字|A number from text
date(from)|由文字或年月日得到日期|A date from text, or from year, month and day
time(from)|由文字或时分秒得到时间|A time from text, or from hour, minute and second
date and time(date, time)|由日期和时间，或由文字得到|A date and time from both, or from text
duration(from)|由文字得到时长，如 "P3D"|A duration from text such as "P3D"
years and months duration(from, to)|两个日期之间的年月时长|Years and months between two dates
substring(string, start position, length)|截取一段文字，位置从 1 起|Part of a text; positions from 1
string length(string)|文字的长度|Length of a text
upper case(string)|转为大写|In capitals
lower case(string)|转为小写|In small letters
substring before(string, match)|某段文字之前的部分|What stands before a match
substring after(string, match)|某段文字之后的部分|What stands after a match
contains(string, match)|是否含有|Whether a text holds another
starts with(string, match)|是否以此开头|Whether it begins so
ends with(string, match)|是否以此结尾|Whether it ends so
matches(input, pattern, flags)|是否符合正则表达式|Whether a pattern fits
replace(input, pattern, replacement, flags)|按正则表达式替换|Replaces what a pattern fits
split(string, delimiter)|按分隔符拆成列表|Parts of a text as a list
string join(list, delimiter)|把列表连成文字|Joins a list into a text
list contains(list, element)|列表是否含有某项|Whether a list holds an element
count(list)|项数|Number of elements
min(list)|最小值|The smallest
max(list)|最大值|The largest
sum(list)|合计|The sum
product(list)|乘积|The product
mean(list)|平均数|The mean
median(list)|中位数|The median
stddev(list)|标准差|The standard deviation
mode(list)|众数|The most frequent values
all(list)|是否全部为真|Whether all are true
any(list)|是否有一个为真|Whether one is true
sublist(list, start position, length)|取列表的一段|Part of a list
append(list, item)|在末尾增加|Adds at the end
concatenate(list)|连接多个列表|Joins lists
insert before(list, position, newItem)|在某位置之前插入|Inserts before a position
remove(list, position)|去掉某位置的项|Without the element at a position
list replace(list, position, newItem)|替换某位置的项|Puts another element at a position
reverse(list)|倒序|In reverse
index of(list, match)|出现的位置|Where an element stands
union(list)|并集，去重|Joins lists without duplicates
distinct values(list)|去重|Without duplicates
duplicate values(list)|重复的值|Values that occur twice
flatten(list)|展开嵌套的列表|Nested lists as one
sort(list, precedes)|按给定的次序排序|Sorted by an order of your own
decimal(n, scale)|保留小数位，四舍六入五成双|Rounded half to even at a scale
floor(n, scale)|向下取整|Rounded down
ceiling(n, scale)|向上取整|Rounded up
round up(n, scale)|远离零取整|Rounded away from zero
round down(n, scale)|向零取整|Rounded towards zero
round half up(n, scale)|四舍五入|Halves away from zero
round half down(n, scale)|五舍六入|Halves towards zero
abs(n)|绝对值|The absolute value
modulo(dividend, divisor)|余数|The remainder
sqrt(number)|平方根|The square root
log(number)|自然对数|The natural logarithm
exp(number)|e 的幂|The power of e
odd(number)|是否奇数|Whether it is odd
even(number)|是否偶数|Whether it is even
is(value1, value2)|是否同一类型的同一值|Whether both are the same value of the same kind
before(value1, value2)|是否在之前|Whether it lies before
after(value1, value2)|是否在之后|Whether it lies after
meets(range1, range2)|是否首尾相接|Whether one ends where the other begins
met by(range1, range2)|是否首尾相接（反向）|Whether one begins where the other ends
overlaps(range1, range2)|是否重叠|Whether they overlap
overlaps before(range1, range2)|是否在前重叠|Whether it overlaps from before
overlaps after(range1, range2)|是否在后重叠|Whether it overlaps from after
finishes(point, range)|是否正好在结尾|Whether it ends it
finished by(range, point)|是否以此结尾|Whether it is ended by it
includes(range, point)|是否包含|Whether it includes
during(point, range)|是否在其间|Whether it lies within
starts(point, range)|是否正好在开头|Whether it begins it
started by(range, point)|是否以此开头|Whether it is begun by it
coincides(value1, value2)|是否重合|Whether they coincide
day of year(date)|一年中的第几天|Day of the year
day of week(date)|星期几（英文）|Name of the weekday
month of year(date)|月份（英文）|Name of the month
week of year(date)|一年中的第几周|Week of the year (ISO)
get value(context, key)|取某一项的值|The value of an entry
get entries(context)|所有项的列表|All entries as a list
context(entries)|由列表得到上下文|A context from entries
context put(context, key, value)|增加或替换一项|With an entry added or replaced
context merge(contexts)|合并|Contexts as one
range(from)|由文字得到范围|A range from text
now()|当前日期和时间|Date and time now
today()|今天的日期|The date today
add working days(date, days, calendar)|加若干工作日|A date some working days later
working days between(from, to, calendar)|两个日期之间的工作日数|Working days between two dates
is working day(date, calendar)|是否工作日|Whether it is a working day
`;

export const functions: readonly Builtin[] = table.trim().split('\n').map((line) => {
  const [head = '', zh = '', en = ''] = line.split('|');
  const open = head.indexOf('(');
  return { name: head.slice(0, open), params: head.slice(open + 1, -1), zh, en };
});

/** Words of the language that begin or join expressions. */
export const keywords: readonly string[] = [
  'if', 'then', 'else', 'for', 'in', 'return', 'some', 'every', 'satisfies', 'and', 'or', 'between', 'instance of', 'function', 'true', 'false', 'null',
];

/** The functions as the decision editor takes them for its own completion. */
export function builtins(language: Language): { name: string; type: 'function'; params: { name: string }[]; info: string }[] {
  return functions.map((f) => ({ name: f.name, type: 'function', params: f.params === '' ? [] : f.params.split(', ').map((name) => ({ name })), info: f[language] }));
}
