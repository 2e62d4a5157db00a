namespace DeepTrain.Tests.Reference;

/// <summary>A layer that works feature by feature, on images: channel by channel, over rows and places.</summary>
internal sealed class PlacesReference : ReferenceLayer
{
    private readonly ReferenceLayer _inner;

    private PlacesReference(LayerPlace place, ReferenceLayer inner)
        : base(place, place.Inputs) => _inner = inner;

    public static ReferenceLayer Around(LayerPlace place, Func<LayerPlace, ReferenceLayer> build) => place.Input.IsFlat
        ? build(place)
        : new PlacesReference(place, build(place with { Input = Dims.Flat(place.Input.Channels) }));

    public override IReadOnlyList<ReferenceParameter> Parameters => _inner.Parameters;

    public override double[][] Forward(double[][] x, Pass pass) => Images(_inner.Forward(Places(x), pass));

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass) =>
        Images(_inner.Backward(Places(x), Places(y), Places(gradient), pass));

    public override void MoveAverages() => _inner.MoveAverages();

    private double[][] Places(double[][] images) => Rows.Build(
        images.Length * Input.Places, Input.Channels,
        (place, channel) => images[place / Input.Places][channel * Input.Places + place % Input.Places]);

    private double[][] Images(double[][] places) => Rows.Build(
        places.Length / Input.Places, Input.Size,
        (row, number) => places[row * Input.Places + number % Input.Places][number / Input.Places]);
}
