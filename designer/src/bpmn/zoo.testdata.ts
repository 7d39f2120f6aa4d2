/** One definition with every element that the designer has a form for; it is drawn by our own layout. */
export const zoo = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:approval="http://onego.dev/schema/approval" id="zoo_definitions" targetNamespace="http://onego.dev/zoo">
  <bpmn:message id="m_paid" name="已缴费"/><bpmn:message id="m_unused" name="没人用"/>
  <bpmn:signal id="s_stop" name="区域停办"/><bpmn:signal id="s_one" name="一份已完成"/>
  <bpmn:signalEventDefinition id="thrown_one" signalRef="s_one"/>
  <bpmn:error id="e_no" name="查无此人" errorCode="not-found"/><bpmn:escalation id="x_up" name="请示" escalationCode="ask"/>
  <bpmn:process id="zoo" name="动物园" isExecutable="true">
    <bpmn:startEvent id="start" name="受理"/>
    <bpmn:startEvent id="paid" name="已缴费"><bpmn:extensionElements><approval:correlation key="=caseNumber"/><approval:output name="fee" value="=paid.amount"/></bpmn:extensionElements><bpmn:messageEventDefinition id="d1" messageRef="m_paid"/></bpmn:startEvent>
    <bpmn:inclusiveGateway id="both" name="需要哪些" default="f7"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="script"/><bpmn:sequenceFlow id="f2" sourceRef="paid" targetRef="script"/>
    <bpmn:scriptTask id="script" name="计算" scriptFormat="feel" approval:result="total"><bpmn:script>1 + 2</bpmn:script></bpmn:scriptTask>
    <bpmn:sequenceFlow id="f3" sourceRef="script" targetRef="both"/>
    <bpmn:sequenceFlow id="f4" name="要" sourceRef="both" targetRef="call"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">total &gt; 2</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:callActivity id="call" name="核验身份" calledElement="called"><bpmn:extensionElements><approval:input name="who" value="=application.creditCode"/><approval:output name="verified" value="=ok"/></bpmn:extensionElements></bpmn:callActivity>
    <bpmn:boundaryEvent id="no" name="查无此人" attachedToRef="call"><bpmn:errorEventDefinition id="d2" errorRef="e_no"/></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="ask" name="请示" cancelActivity="false" attachedToRef="call"><bpmn:escalationEventDefinition id="d3" escalationRef="x_up"/></bpmn:boundaryEvent>
    <bpmn:endEvent id="none" name="查无此人"/><bpmn:sequenceFlow id="f5" sourceRef="no" targetRef="none"/><bpmn:endEvent id="asked" name="已请示"><bpmn:signalEventDefinition id="d4" signalRef="s_stop"/></bpmn:endEvent><bpmn:sequenceFlow id="f6" sourceRef="ask" targetRef="asked"/>
    <bpmn:sequenceFlow id="f7" sourceRef="both" targetRef="each"/>
    <bpmn:userTask id="each" name="逐店核对" startQuantity="2" approval:department="market">
      <bpmn:multiInstanceLoopCharacteristics isSequential="true" behavior="One" oneBehaviorEventRef="thrown_one"><bpmn:extensionElements><approval:collection expression="=application.shops" element="shop" output="results" outputElement="=shop.name"/></bpmn:extensionElements><bpmn:completionCondition xsi:type="bpmn:tFormalExpression">numberOfCompletedInstances &gt;= 2</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>
    <bpmn:boundaryEvent id="anyOf" name="停办或超时" attachedToRef="each" parallelMultiple="true"><bpmn:timerEventDefinition id="d5"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration></bpmn:timerEventDefinition><bpmn:signalEventDefinition id="d6" signalRef="s_stop"/></bpmn:boundaryEvent>
    <bpmn:endEvent id="stopped" name="停办"><bpmn:terminateEventDefinition id="d7"/></bpmn:endEvent><bpmn:sequenceFlow id="f8" sourceRef="anyOf" targetRef="stopped"/>
    <bpmn:complexGateway id="some" name="够了就走" default="f12"><bpmn:activationCondition xsi:type="bpmn:tFormalExpression">activationCount &gt;= 1</bpmn:activationCondition></bpmn:complexGateway>
    <bpmn:sequenceFlow id="f9" sourceRef="call" targetRef="some"/><bpmn:sequenceFlow id="f10" sourceRef="each" targetRef="some"/>
    <bpmn:sequenceFlow id="f11" name="难" sourceRef="some" targetRef="deal"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">total &gt; 5</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id="f12" name="易" sourceRef="some" targetRef="whichever"/>
    <bpmn:transaction id="deal" name="办理事务">
      <bpmn:startEvent id="t_start" name="开始"/><bpmn:sequenceFlow id="t1" sourceRef="t_start" targetRef="reserve"/>
      <bpmn:serviceTask id="reserve" name="占号" approval:jobType="reserve"><bpmn:standardLoopCharacteristics testBefore="true" loopMaximum="3"><bpmn:loopCondition xsi:type="bpmn:tFormalExpression">loopCounter &lt; 3</bpmn:loopCondition></bpmn:standardLoopCharacteristics></bpmn:serviceTask>
      <bpmn:boundaryEvent id="undo" name="退号" attachedToRef="reserve"><bpmn:compensateEventDefinition id="d8"/></bpmn:boundaryEvent><bpmn:manualTask id="giveBack" name="退还号码" isForCompensation="true"/><bpmn:association id="a1" associationDirection="One" sourceRef="undo" targetRef="giveBack"/>
      <bpmn:sequenceFlow id="t2" sourceRef="reserve" targetRef="cancelled"/><bpmn:endEvent id="cancelled" name="取消"><bpmn:cancelEventDefinition id="d9"/></bpmn:endEvent>
    </bpmn:transaction>
    <bpmn:boundaryEvent id="gone" name="已取消" attachedToRef="deal"><bpmn:cancelEventDefinition id="d10"/></bpmn:boundaryEvent><bpmn:sequenceFlow id="f13" sourceRef="gone" targetRef="jump"/><bpmn:sequenceFlow id="f14" sourceRef="deal" targetRef="compensate"/>
    <bpmn:intermediateThrowEvent id="jump" name="转到等待"><bpmn:linkEventDefinition id="d11" name="wait"/></bpmn:intermediateThrowEvent><bpmn:intermediateCatchEvent id="land" name="等待处"><bpmn:linkEventDefinition id="d12" name="wait"/></bpmn:intermediateCatchEvent><bpmn:sequenceFlow id="f15" sourceRef="land" targetRef="whichever"/>
    <bpmn:intermediateThrowEvent id="compensate" name="撤销占号"><bpmn:compensateEventDefinition id="d13" activityRef="deal" waitForCompletion="false"/></bpmn:intermediateThrowEvent><bpmn:sequenceFlow id="f16" sourceRef="compensate" targetRef="send"/>
    <bpmn:sendTask id="send" name="通知" messageRef="m_paid"><bpmn:extensionElements><approval:correlation key="=caseNumber" ttl="PT1H"/><approval:input name="amount" value="=total"/></bpmn:extensionElements></bpmn:sendTask><bpmn:sequenceFlow id="f17" sourceRef="send" targetRef="over"/>
    <bpmn:endEvent id="over" name="办完"/>
    <bpmn:eventBasedGateway id="whichever" name="先到为准"/><bpmn:sequenceFlow id="f18" sourceRef="whichever" targetRef="receive"/><bpmn:sequenceFlow id="f19" sourceRef="whichever" targetRef="holds"/>
    <bpmn:receiveTask id="receive" name="收回执" messageRef="m_paid"/><bpmn:intermediateCatchEvent id="holds" name="达到条件"><bpmn:conditionalEventDefinition id="d14"><bpmn:condition xsi:type="bpmn:tFormalExpression">total = 3</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f20" sourceRef="receive" targetRef="loose"/><bpmn:sequenceFlow id="f21" sourceRef="holds" targetRef="end2"/><bpmn:endEvent id="end2" name="出错"><bpmn:errorEventDefinition id="d15" errorRef="e_no"/></bpmn:endEvent>
    <bpmn:adHocSubProcess id="loose" name="随机检查" ordering="Sequential" cancelRemainingInstances="false"><bpmn:userTask id="peek" name="查看"/><bpmn:task id="note" name="记录"/><bpmn:completionCondition xsi:type="bpmn:tFormalExpression">done</bpmn:completionCondition></bpmn:adHocSubProcess>
    <bpmn:sequenceFlow id="f22" sourceRef="loose" targetRef="over"/>
    <bpmn:subProcess id="late" name="停办时" triggeredByEvent="true"><bpmn:startEvent id="l_start" name="停办" isInterrupting="false"><bpmn:signalEventDefinition id="d16" signalRef="s_stop"/></bpmn:startEvent><bpmn:sequenceFlow id="l1" sourceRef="l_start" targetRef="l_task"/><bpmn:userTask id="l_task" name="处理停办" approval:department="market"/><bpmn:sequenceFlow id="l2" sourceRef="l_task" targetRef="l_end"/><bpmn:endEvent id="l_end" name="处理完"/></bpmn:subProcess>
    <bpmn:dataObject id="list"/><bpmn:dataObjectReference id="listRef" name="清单" dataObjectRef="list"/>
  </bpmn:process>
  <bpmn:process id="called" name="核验" isExecutable="true"><bpmn:startEvent id="c_start" name="开始"/><bpmn:sequenceFlow id="c1" sourceRef="c_start" targetRef="c_end"/><bpmn:endEvent id="c_end" name="核验完"/></bpmn:process>
</bpmn:definitions>`;
