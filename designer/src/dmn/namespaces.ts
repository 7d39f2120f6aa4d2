// The editor reads the namespaces of DMN 1.3 only. Models of other versions differ from it in little else, so their namespaces are
// exchanged when they are opened and put back when they are written.

interface Edition { model: string; diagram: string }

const editions: Record<string, Edition> = {
  '1.1': { model: 'http://www.omg.org/spec/DMN/20151101/dmn.xsd', diagram: '' },
  '1.2': { model: 'http://www.omg.org/spec/DMN/20180521/MODEL/', diagram: 'http://www.omg.org/spec/DMN/20180521/DMNDI/' },
  '1.3': { model: 'https://www.omg.org/spec/DMN/20191111/MODEL/', diagram: 'https://www.omg.org/spec/DMN/20191111/DMNDI/' },
  '1.4': { model: 'https://www.omg.org/spec/DMN/20211108/MODEL/', diagram: 'https://www.omg.org/spec/DMN/20211108/DMNDI/' },
  '1.5': { model: 'https://www.omg.org/spec/DMN/20230324/MODEL/', diagram: 'https://www.omg.org/spec/DMN/20230324/DMNDI/' },
};
const read = editions['1.3']!;

/** The version of DMN whose namespace a model has; null for what is no DMN. */
export function editionOf(xml: string): string | null {
  return Object.keys(editions).find((name) => xml.includes(`"${editions[name]!.model}"`) || xml.includes(`'${editions[name]!.model}'`)) ?? null;
}

/** The model in the namespaces that the editor reads. */
export function toEditor(xml: string): string {
  const from = editions[editionOf(xml) ?? '1.3']!;
  const named = exchange(xml, from.model, read.model);
  return from.diagram === '' ? named : exchange(named, from.diagram, read.diagram);
}

/** What the editor wrote, in the namespaces of an edition. A model of 1.1 becomes one of 1.2, the first that holds a drawing. */
export function fromEditor(xml: string, edition: string): string {
  const to = editions[edition === '1.1' ? '1.2' : edition] ?? read;
  return exchange(exchange(xml, read.model, to.model), read.diagram, to.diagram);
}

/** Only whole values of attributes are namespaces; the same words in a text stay. */
const exchange = (xml: string, from: string, to: string): string => xml.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`'${from}'`, `'${to}'`);
