import type { Text } from '../shared/texts';

export type ModelTemplate = 'instant' | 'table' | 'blank';

/** The words that stand in a new model. */
export interface TemplateWords {
  decision: string;
  input: string;
  outcome: string;
  reason: string;
  /** Told to the applicant, so in both languages. */
  granted: Text;
  person: Text;
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

const shape = (id: string, x: number, y: number, width: number, height: number): string =>
  `      <dmndi:DMNShape id="${id}_shape" dmnElementRef="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}"/></dmndi:DMNShape>\n`;

/**
 * A new model of DMN 1.5. `instant` is a table whose result decides a case: a context of the outcome and the reason in both languages; `table` has
 * one input and one output; `blank` only a decision without logic.
 */
export function newModel(template: ModelTemplate, code: string, name: string, words: TemplateWords): string {
  const decision = escape(words.decision);
  // What a case hands to a decision is called so; its answers lie within.
  const input = template === 'instant' ? 'application' : escape(words.input);
  const cell = (id: string, text: string) => `<inputEntry id="${id}"><text>${escape(text)}</text></inputEntry>`;
  const out = (id: string, text: string) => `<outputEntry id="${id}"><text>${escape(text)}</text></outputEntry>`;
  const requirement = '\n    <informationRequirement id="asks"><requiredInput href="#given"/></informationRequirement>';
  const table = template === 'instant'
    ? `
    <decisionTable id="table" hitPolicy="FIRST">
      <input id="column1" label="${escape(words.input)}"><inputExpression id="expression1" typeRef="number"><text>application.floorArea</text></inputExpression></input>
      <output id="outcome" label="${escape(words.outcome)}" name="outcome" typeRef="string"><outputValues id="outcomes"><text>"grant","deny","person"</text></outputValues></output>
      <output id="reason_zh" label="${escape(words.reason)} zh" name="reason zh" typeRef="string"/>
      <output id="reason_en" label="${escape(words.reason)} en" name="reason en" typeRef="string"/>
      <rule id="rule1">${cell('cell11', '<= 100')}${out('out11', '"grant"')}${out('out12', `"${words.granted.zh}"`)}${out('out13', `"${words.granted.en}"`)}</rule>
      <rule id="rule2">${cell('cell21', '-')}${out('out21', '"person"')}${out('out22', `"${words.person.zh}"`)}${out('out23', `"${words.person.en}"`)}</rule>
    </decisionTable>`
    : `
    <decisionTable id="table" hitPolicy="UNIQUE">
      <input id="column1" label="${input}"><inputExpression id="expression1" typeRef="number"><text>${input}</text></inputExpression></input>
      <output id="result" label="${decision}" name="${decision}" typeRef="string"/>
      <rule id="rule1">${cell('cell11', '-')}${out('out11', '""')}</rule>
    </decisionTable>`;
  const isBlank = template === 'blank';
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20230324/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" id="model" name="${escape(name)}" namespace="http://onego.dev/decisions/${escape(code)}">
  <decision id="decision" name="${decision}">
    <variable id="decision_variable" name="${decision}"${template === 'table' ? ' typeRef="string"' : ''}/>${isBlank ? '' : requirement}${isBlank ? '' : table}
  </decision>
${isBlank ? '' : `  <inputData id="given" name="${input}"><variable id="given_variable" name="${input}" typeRef="${template === 'instant' ? 'Any' : 'number'}"/></inputData>\n`}  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="drawing">
${shape('decision', 200, 100, 180, 80)}${isBlank ? '' : `${shape('given', 215, 260, 150, 45)}      <dmndi:DMNEdge id="asks_edge" dmnElementRef="asks"><di:waypoint x="290" y="260"/><di:waypoint x="290" y="180"/></dmndi:DMNEdge>\n`}    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;
}
