using static DeepTrain.Tests.Reference.Attributes;

namespace DeepTrain.Tests.Reference;

internal sealed record SGD() : OptimizerPlan(1e-3f)
{
    public float Momentum { get; init; }

    public float Dampening { get; init; }

    public bool Nesterov { get; init; }

    protected override IEnumerable<string> Own =>
        [.. Property("Momentum", Momentum, 0), .. Property("Dampening", Dampening, 0), .. Flag("Nesterov", Nesterov, false)];

    public override ReferenceOptimizer Build() => new SGDReference(this);
}

internal sealed class SGDReference(SGD plan) : ReferenceOptimizer(plan)
{
    protected override void Update(ReferenceParameter parameter, int i, double g, double rate)
    {
        double momentum = plan.Momentum.AsDecimal();
        double[] velocity = parameter.Slot("momentum_buffer");
        // the first velocity is the gradient itself
        velocity[i] = Step == 1 ? g : momentum * velocity[i] + (1 - plan.Dampening.AsDecimal()) * g;
        if (momentum == 0)
            parameter.Values[i] -= rate * g;
        else
            parameter.Values[i] -= rate * (plan.Nesterov ? g + momentum * velocity[i] : velocity[i]);
    }
}
