// Packages of bpmn.io that come without types; what is used of them is typed where it is used.
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages: Record<string, unknown>);
  }
}
declare module 'bpmn-js-differ';
declare module 'bpmn-js-properties-panel';
declare module '@bpmn-io/properties-panel';
declare module '@bpmn-io/properties-panel/preact';
declare module 'bpmn-js-token-simulation/lib/modeler.js';
declare module 'bpmnlint/lib/linter';
declare module 'bpmnlint/rules/*';
